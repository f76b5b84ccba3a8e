import type { Command } from './command.ts';
import { serve } from './serve.ts';

/** Every command of the product, in the order of a first reading. */
export const commands: readonly Command[] = [serve];
