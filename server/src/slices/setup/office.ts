import { type FirstAdmin, setupProblem } from '@linli/core/setup';
import { installationStreet, recordAudit } from '../../platform/audit/entry.ts';
import { problemFromDatabase } from '../../platform/db/problem.ts';
import { inTransaction, type Tx } from '../../platform/db/tx.ts';
import type { House } from '../../platform/house.ts';
import { createFirstAccount, findFirstAccount, grantRole } from '../accounts/index.ts';
import { recordNewStreet, setUpAction, streetExists, wasSetUpBy } from './store.ts';
import { type AddedBy, addStreet, type ReadyStreet } from './streets.ts';

export interface NewOffice {
  readonly commandId: string;
  readonly admin: FirstAdmin;
  readonly street: ReadyStreet;
  readonly onProgress?: AddedBy['onProgress'];
}

export interface OpenOffice {
  readonly accountId: string;
  readonly streetId: string;
}

/**
 * Opens the office: the first account, its street with all in it, and its role, in one transaction. Of two at once one wins:
 * the database holds one first account.
 * @throws Problem `setup.done` when an account exists; what the accounts slice says about login and password
 */
export async function setUpOffice(house: House, office: NewOffice): Promise<OpenOffice> {
  const { street, commandId, onProgress } = office;
  const scope = { streets: [installationStreet, street.id] };
  const accountId = await inTransaction(house.pool, 'write', scope, async (tx) => {
    // Before the password is hashed, which takes long; two at once are kept apart by a key of the database.
    if (await findFirstAccount(tx)) throw setupProblem('setup.done');
    const made = await createFirstAccount(tx, house, office.admin).catch(throwDone);
    await openStreet(tx, house, street, { commandId, accountId: made, onProgress });
    const author = { streetId: installationStreet, accountId: made, sessionId: null, commandId };
    await recordAudit(tx, author, [{ action: setUpAction, targetKind: 'street', targetId: street.id }]);
    return made;
  });
  house.live.wake(street.id);
  return { accountId, streetId: street.id };
}

/** Of two set-ups at once the slower one meets the account of the other: as the first one, or by its login. */
function throwDone(error: unknown): never {
  const code = problemFromDatabase(error)?.code;
  const met = code === 'accounts.first_exists' || code === 'accounts.login_taken';
  throw met ? setupProblem('setup.done') : error;
}

/** True while nobody has an account. */
export function isFirstRun(house: House): Promise<boolean> {
  return inTransaction(house.pool, 'read', { streets: [] }, async (tx) => !(await findFirstAccount(tx)));
}

/** True when this very command opened the office before. */
export function wasOpenedBy(house: House, commandId: string): Promise<boolean> {
  const scope = { streets: [installationStreet] };
  return inTransaction(house.pool, 'read', scope, (tx) => wasSetUpBy(tx, commandId));
}

/**
 * Adds a street to an installation that is set up; its first account becomes the administrator.
 * @throws Problem `setup.missing` before the set-up, `setup.street_exists`
 */
export async function importStreet(
  house: House,
  added: Pick<NewOffice, 'commandId' | 'street' | 'onProgress'>,
): Promise<OpenOffice> {
  const { street, commandId, onProgress } = added;
  const accountId = await inTransaction(house.pool, 'write', { streets: [street.id] }, async (tx) => {
    const first = await findFirstAccount(tx);
    if (!first) throw setupProblem('setup.missing');
    if (await streetExists(tx, street)) throw setupProblem('setup.street_exists', { name: street.name });
    await openStreet(tx, house, street, { commandId, accountId: first, onProgress });
    return first;
  });
  house.live.wake(street.id);
  return { accountId, streetId: street.id };
}

async function openStreet(tx: Tx, house: House, street: ReadyStreet, by: AddedBy): Promise<void> {
  await addStreet(tx, house, street, by);
  await grantRole(tx, house, {
    streetId: street.id,
    accountId: by.accountId,
    role: 'admin',
    scopeKind: 'place',
    scopeId: street.id,
    grantedBy: by.accountId,
  });
  const author = { streetId: street.id, accountId: by.accountId, sessionId: null, commandId: by.commandId };
  const details = { sample: street.sample, code: street.code };
  await recordAudit(tx, author, [
    { action: 'setup.street', targetKind: 'street', targetId: street.id, details },
  ]);
  await recordNewStreet(tx, street.id);
}
