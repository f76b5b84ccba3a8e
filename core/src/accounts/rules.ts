import {
  type Actor,
  covers,
  type Day,
  type Decided,
  type Grant,
  type Role,
  roles,
  type ScopeKind,
  type ScopeTarget,
} from '@linli/core/kernel';
import { commonPasswords } from './common-passwords.ts';
import { accountProblem } from './problems.ts';

export const loginPattern = /^[a-z0-9][a-z0-9._-]{1,31}$/;

/** NIST SP 800-63B asks for at least 8 and for room for long ones; no rules about kinds of characters. */
export const shortestPassword = 10;
export const longestPassword = 200;

/** Decides whether a chosen password is good enough for this login. */
export function decidePassword(password: string, login: string): Decided<string> {
  const folded = password.normalize('NFKC').toLowerCase();
  if ([...password].length < shortestPassword) {
    return accountProblem('accounts.password_short', { least: shortestPassword });
  }
  if (isCommon(folded)) return accountProblem('accounts.password_common');
  // A login of two letters is part of many a good password.
  if (folded === login || (login.length >= 4 && folded.includes(login))) {
    return accountProblem('accounts.password_login');
  }
  return password;
}

/** A listed password, alone or with digits and marks after it, or a few characters over and over. */
function isCommon(folded: string): boolean {
  if (commonPasswords.has(folded) || commonPasswords.has(folded.replace(/[\d\W_]+$/, ''))) return true;
  const kinds = new Set(folded).size;
  return kinds <= 3 || /^(.{1,5})\1+$/.test(folded) || isRun(folded);
}

/** 1234567890, abcdefghij and the like, upwards or downwards. */
function isRun(text: string): boolean {
  const steps = new Set<number>();
  for (let index = 1; index < text.length; index += 1) {
    steps.add((text.charCodeAt(index) - text.charCodeAt(index - 1) + 10) % 10);
  }
  const [step] = steps;
  return steps.size === 1 && (step === 1 || step === 9);
}

/** The roles that the holder of a role may give and take, inside the own scope. Other roles give none. */
export const grantable: Readonly<Partial<Record<Role, readonly Role[]>>> = {
  admin: Object.keys(roles) as Role[],
  community_cadre: [
    'grid_head',
    'grid_member',
    'building_head',
    'party_home',
    'volunteer',
    'gate_guard',
    'property',
    'merchant',
  ],
};

/** Where a role may be held: the whole street, a place below it, a grid, a sector. */
type Seat = 'street' | 'place' | 'grid' | 'sector';

const anywhere: readonly Seat[] = ['street', 'place', 'grid', 'sector'];

export const seats: Readonly<Record<Role, readonly Seat[]>> = {
  admin: ['street'],
  clerk: ['street'],
  auditor: ['street'],
  street_liaison: anywhere,
  sector_lead: ['sector'],
  community_cadre: ['place'],
  grid_head: ['grid'],
  grid_member: ['grid'],
  medic: anywhere,
  officer: anywhere,
  building_head: ['place'],
  party_home: ['place'],
  volunteer: anywhere,
  gate_guard: anywhere,
  property: ['place'],
  merchant: anywhere,
};

function seatOf(scopeKind: ScopeKind, scopeId: string, streetId: string): Seat {
  return scopeKind === 'place' && scopeId === streetId ? 'street' : scopeKind;
}

/** A role to give or take: what it is, and where its scope lies. */
export interface Appointment {
  readonly role: Role;
  readonly scopeKind: ScopeKind;
  readonly scopeId: string;
  readonly target: ScopeTarget;
}

/** True when one of the actor's own grants covers the scope and may give the role. */
export function mayAppoint(actor: Pick<Actor, 'grants'>, appointment: Appointment): boolean {
  return actor.grants.some(
    (grant) => grantable[grant.role]?.includes(appointment.role) && covers(grant, appointment.target),
  );
}

/** Decides a new role. `today` is the street's day. */
export function decideGrant(
  actor: Pick<Actor, 'grants'>,
  appointment: Appointment,
  endsOn: Day | null,
  today: Day,
): Decided<Appointment> {
  const role = roles[appointment.role].zh;
  const seat = seatOf(appointment.scopeKind, appointment.scopeId, appointment.target.streetId);
  if (!seats[appointment.role].includes(seat)) return accountProblem('accounts.scope_unfit', { role });
  if (!mayAppoint(actor, appointment)) return accountProblem('accounts.grant_above', { role });
  if (endsOn !== null && endsOn < today) return accountProblem('accounts.grant_past');
  return appointment;
}

/** Decides taking a role back. `otherAdmins`: accounts in force that stay administrators without this grant. */
export function decideRevoke(
  actor: Pick<Actor, 'grants'>,
  appointment: Appointment,
  otherAdmins: number,
): Decided<Appointment> {
  if (!mayAppoint(actor, appointment)) {
    return accountProblem('accounts.grant_above', { role: roles[appointment.role].zh });
  }
  if (appointment.role === 'admin' && otherAdmins === 0) return accountProblem('accounts.last_admin');
  return appointment;
}

export interface Managed {
  readonly streetId: string;
  readonly accountId: string;
  /** The roles the person holds in this street today, with where they lie. */
  readonly appointments: readonly Appointment[];
  /** Holds a role in another street too. */
  readonly elsewhere: boolean;
}

/**
 * Decides whether the actor may rename, suspend, restore or reset a person: every role the person holds must be one the
 * actor could give. Otherwise a cadre could take over a higher account through its password.
 */
export function decideManaging(
  actor: Pick<Actor, 'grants' | 'accountId'>,
  managed: Managed,
  act: 'rename' | 'suspend' | 'restore' | 'reset',
  otherAdmins: number,
): Decided<Managed> {
  if (act !== 'rename' && managed.accountId === actor.accountId) return accountProblem('accounts.self');
  const isAdmin = actor.grants.some((grant) => grant.role === 'admin' && grant.streetId === managed.streetId);
  // Someone without any role left is nobody's but the administrator's.
  if (managed.appointments.length === 0 && !isAdmin) return accountProblem('accounts.manage_above');
  if (!managed.appointments.every((appointment) => mayAppoint(actor, appointment))) {
    return accountProblem('accounts.manage_above');
  }
  if (act !== 'rename' && managed.elsewhere) return accountProblem('accounts.elsewhere');
  const wasAdmin = managed.appointments.some((appointment) => appointment.role === 'admin');
  if (act === 'suspend' && wasAdmin && otherAdmins === 0) return accountProblem('accounts.last_admin');
  return managed;
}

/** Office administrators are asked to turn on a second factor (the guide for offices says why). */
export function askTwoFactor(grants: readonly Pick<Grant, 'role'>[], hasSecondFactor: boolean): boolean {
  return !hasSecondFactor && grants.some((grant) => grant.role === 'admin');
}

const failuresBeforeLock = 5;
/** Failures older than this are forgotten, minutes. */
export const failureWindow = 15;
const firstLock = 15;
const longestLock = 24 * 60;
/** Failed sign-ins from one address within the window before it must wait. */
export const failuresPerAddress = 30;

/**
 * Minutes of lock after the n-th failure in a row, 0 below the fifth. Every fifth failure doubles it (15, 30, 60, …, one
 * day), so that guessing stays slower than 25 tries a day while a mistyped password costs little.
 */
export function lockMinutes(failures: number): number {
  if (failures < failuresBeforeLock || failures % failuresBeforeLock !== 0) return 0;
  return Math.min(firstLock * 2 ** (failures / failuresBeforeLock - 1), longestLock);
}
