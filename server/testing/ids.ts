import { randomBytes } from 'node:crypto';
import { uuidv7 } from '@linli/core/kernel';

/** A new identifier, as a client makes it. */
export const newId = (): string => uuidv7(Date.now(), randomBytes);
