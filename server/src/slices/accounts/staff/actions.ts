import {
  type Appointment,
  accountProblem,
  decideGrant,
  decideManaging,
  decideRevoke,
  type NewGrant,
} from '@linli/core/accounts';
import { kernelProblem, must, type ScopeTarget, uuidv7 } from '@linli/core/kernel';
import type { AuditEntry } from '../../../platform/audit/entry.ts';
import { hashPassword } from '../../../platform/auth/password.ts';
import type { CommandContext, Outcome } from '../../../platform/command/command.ts';
import { deskOf } from '../desk.ts';
import { endSessionsOf } from '../session/store.ts';
import { oneTimeFor, oneTimePassword } from './one-time.ts';
import { phoneSealer } from './phones.ts';
import {
  countOtherAdmins,
  dropFactors,
  editContact,
  findGrant,
  grantsOf,
  insertAccount,
  insertGrants,
  insertStaff,
  listStaff,
  markOneTime,
  putPassword,
  renameAccount,
  revokeGrant,
  setSuspended,
  streetToday,
  worksElsewhere,
} from './store.ts';

type Done = Outcome<{ accountId: string }>;
type Scope = Pick<NewGrant, 'role' | 'scopeKind' | 'scopeId'>;

function done(accountId: string, action: string, input: { reason?: string | undefined }, details = {}): Done {
  const entry: AuditEntry = {
    action,
    targetKind: 'account',
    targetId: accountId,
    reason: input.reason ?? null,
    details,
  };
  return {
    reply: { accountId },
    audit: [entry],
    changes: [{ kind: 'staff', id: accountId, operation: 'changed' }],
  };
}

/** Where a scope lies; null when it is not in this street. */
async function locate({ tx, house, streetId }: CommandContext, scope: Scope): Promise<ScopeTarget | null> {
  if (scope.scopeId === streetId) return { streetId, path: [streetId], gridId: null, sectorId: null };
  return house.locate(tx, streetId, { kind: scope.scopeKind, id: scope.scopeId });
}

/** A scope that is gone is the administrator's: it lies in the street and nowhere below. */
async function appointmentOf(context: CommandContext, scope: Scope): Promise<Appointment> {
  const root = { streetId: context.streetId, path: [context.streetId], gridId: null, sectorId: null };
  const { role, scopeKind, scopeId } = scope;
  return { role, scopeKind, scopeId, target: (await locate(context, scope)) ?? root };
}

async function decideGrants(context: CommandContext, grants: readonly NewGrant[]): Promise<void> {
  const today = await streetToday(context.tx, context.streetId, new Date(context.now));
  for (const { role, scopeKind, scopeId, endsOn } of grants) {
    const target = await locate(context, { role, scopeKind, scopeId });
    if (!target) throw kernelProblem('thing.unknown');
    must(decideGrant(context.actor, { role, scopeKind, scopeId, target }, endsOn ?? null, today));
  }
}

const grantRow = (accountId: string, { grantId, role, scopeKind, scopeId, endsOn }: NewGrant) => ({
  grantId,
  accountId,
  role,
  scopeKind,
  scopeId,
  endsOn: endsOn ?? null,
});

export interface AddStaffInput {
  readonly commandId: string;
  readonly reason?: string | undefined;
  readonly accountId: string;
  readonly login: string;
  readonly name: string;
  readonly phone?: string | undefined;
  readonly note?: string | undefined;
  readonly grants: readonly NewGrant[];
}

/** Adds a person with their roles. The one-time password is in no row: `afterCommit` derives it for the answer. */
export async function addStaff(context: CommandContext, input: AddStaffInput) {
  const { tx, house, streetId, actor, now } = context;
  const { accountId, login, name } = input;
  await decideGrants(context, input.grants);
  const desk = deskOf(house);
  const hash = await hashPassword(oneTimePassword(house, accountId, input.commandId));
  await insertAccount(tx, { accountId, login, name, oneTimeUntil: new Date(now + oneTimeFor), first: false });
  await putPassword(tx, accountId, uuidv7(now, house.random), hash);
  const seal = input.phone ? await phoneSealer(tx, desk, streetId) : null;
  const phoneSealed = seal && input.phone ? seal(accountId, input.phone) : null;
  await insertStaff(tx, streetId, { accountId, name, phoneSealed, note: input.note ?? null });
  const rows = input.grants.map((grant) => grantRow(accountId, grant));
  await insertGrants(tx, streetId, actor.accountId, rows);
  const roles = rows.map(({ role, scopeKind, scopeId }) => ({ role, scopeKind, scopeId }));
  const outcome = done(accountId, 'accounts.add-staff', input, { roles });
  return { ...outcome, reply: { accountId, oneTimePassword: '' }, changes: [added(accountId)] };
}

const added = (id: string) => ({ kind: 'staff', id, operation: 'added' }) as const;

export async function grantRole(
  context: CommandContext,
  input: NewGrant & { readonly accountId: string; readonly reason?: string | undefined },
): Promise<Done> {
  const { tx, streetId, actor } = context;
  const { accountId, role, scopeKind, scopeId } = input;
  await findPerson(context, accountId);
  await decideGrants(context, [input]);
  await insertGrants(tx, streetId, actor.accountId, [grantRow(accountId, input)]);
  const details = { grantId: input.grantId, role, scopeKind, scopeId, endsOn: input.endsOn ?? null };
  return done(accountId, 'accounts.grant-role', input, details);
}

export async function revokeRole(
  context: CommandContext,
  input: { readonly grantId: string; readonly reason?: string | undefined },
): Promise<Done> {
  const { tx, streetId, actor, now } = context;
  const others = await countOtherAdmins(tx, streetId, { grant: input.grantId });
  const grant = await findGrant(tx, streetId, input.grantId);
  if (!grant) throw kernelProblem('thing.unknown');
  if (grant.revokedAt) throw accountProblem('accounts.grant_over');
  must(decideRevoke(actor, await appointmentOf(context, grant), others));
  await revokeGrant(tx, streetId, input.grantId, new Date(now));
  const { role, scopeKind, scopeId } = grant;
  return done(grant.accountId, 'accounts.revoke-role', input, {
    grantId: input.grantId,
    role,
    scopeKind,
    scopeId,
  });
}

interface OnPerson {
  readonly accountId: string;
  readonly reason?: string | undefined;
}

async function findPerson({ tx, streetId, now }: CommandContext, accountId: string) {
  const today = await streetToday(tx, streetId, new Date(now));
  const [person] = await listStaff(tx, streetId, accountId, today);
  if (!person) throw kernelProblem('thing.unknown');
  return { person, today };
}

/** The person, when the actor may do this to them; throws otherwise. */
async function managed(
  context: CommandContext,
  accountId: string,
  act: 'rename' | 'suspend' | 'restore' | 'reset',
): Promise<void> {
  const { tx, streetId, actor } = context;
  const others = await countOtherAdmins(tx, streetId, { account: accountId });
  const { today } = await findPerson(context, accountId);
  const grants = await grantsOf(tx, streetId, accountId, today);
  const appointments = await Promise.all(grants.map((grant) => appointmentOf(context, grant)));
  const elsewhere = await worksElsewhere(tx, streetId, accountId, actor.accountId);
  must(decideManaging(actor, { streetId, accountId, appointments, elsewhere }, act, others));
}

export async function renameStaff(
  context: CommandContext,
  input: OnPerson & { name: string },
): Promise<Done> {
  await managed(context, input.accountId, 'rename');
  await renameAccount(context.tx, context.streetId, input.accountId, input.name);
  return done(input.accountId, 'accounts.rename-staff', input);
}

export async function editStaff(
  context: CommandContext,
  input: OnPerson & { phone: string | null; note: string | null },
): Promise<Done> {
  const { tx, house, streetId } = context;
  const { accountId, phone, note } = input;
  await managed(context, accountId, 'rename');
  const phoneSealed = phone ? (await phoneSealer(tx, deskOf(house), streetId))(accountId, phone) : null;
  await editContact(tx, streetId, accountId, { phoneSealed, note });
  return done(accountId, 'accounts.edit-staff', input);
}

/** Out at once: all sessions end, and none can be opened. */
export async function suspend(context: CommandContext, input: OnPerson): Promise<Done> {
  await managed(context, input.accountId, 'suspend');
  await setSuspended(context.tx, input.accountId, new Date(context.now));
  await endSessionsOf(context.tx, input.accountId, null);
  return done(input.accountId, 'accounts.suspend', input);
}

export async function restore(context: CommandContext, input: OnPerson): Promise<Done> {
  await managed(context, input.accountId, 'restore');
  await setSuspended(context.tx, input.accountId, null);
  return done(input.accountId, 'accounts.restore', input);
}

/**
 * A new one-time password. Everything else that opened the account goes too (sessions, authenticator app, recovery codes,
 * passkeys): a reset answers a lost telephone as well as a stolen account.
 */
export async function resetPassword(context: CommandContext, input: OnPerson & { commandId: string }) {
  const { tx, house, now } = context;
  const { accountId, commandId } = input;
  await managed(context, accountId, 'reset');
  const hash = await hashPassword(oneTimePassword(house, accountId, commandId));
  await putPassword(tx, accountId, uuidv7(now, house.random), hash);
  await markOneTime(tx, accountId, new Date(now + oneTimeFor));
  await dropFactors(tx, accountId);
  await endSessionsOf(tx, accountId, null);
  const outcome = done(accountId, 'accounts.reset-password', input);
  return { ...outcome, reply: { accountId, oneTimePassword: '' } };
}
