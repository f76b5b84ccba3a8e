import type { Text } from './language.ts';

/** Roles a person can hold within a scope (product's list, with the office's two own). */
export const roles = {
  admin: { zh: '街道管理员', en: 'Street administrator' },
  clerk: { zh: '街道专班', en: 'Street clerk' },
  street_liaison: { zh: '街道包联干部', en: 'Street liaison' },
  sector_lead: { zh: '片区领导', en: 'Sector lead' },
  community_cadre: { zh: '社区干部', en: 'Community cadre' },
  grid_head: { zh: '网格长', en: 'Grid head' },
  grid_member: { zh: '网格员', en: 'Grid worker' },
  medic: { zh: '社区医务人员', en: 'Community medic' },
  officer: { zh: '片区民警', en: 'Area police officer' },
  building_head: { zh: '楼栋长/单元长', en: 'Building head' },
  party_home: { zh: '党员中心户', en: 'Party household' },
  volunteer: { zh: '志愿者', en: 'Volunteer' },
  gate_guard: { zh: '卡口值守', en: 'Checkpoint crew' },
  property: { zh: '物业人员', en: 'Property staff' },
  merchant: { zh: '保供商户', en: 'Merchant' },
  auditor: { zh: '居务监督/审计', en: 'Auditor' },
} as const satisfies Record<string, Text>;

export type Role = keyof typeof roles;
export const roleNames = Object.keys(roles) as Role[];

/** What a grant reaches: a place with all below it, a grid with its cells, or a sector with its compounds. */
export const scopeKinds = ['place', 'grid', 'sector'] as const;
export type ScopeKind = (typeof scopeKinds)[number];

export interface Grant {
  readonly streetId: string;
  readonly role: Role;
  readonly scopeKind: ScopeKind;
  readonly scopeId: string;
}

/** Who asks. Resolved once per request from the session. */
export interface Actor {
  readonly accountId: string;
  readonly name: string;
  readonly sessionId: string;
  /** True when this session was opened with a second factor or a passkey. */
  readonly twoFactor: boolean;
  readonly grants: readonly Grant[];
}

/** Where the thing asked for lies: the place ids from the street down to it, and today's grid and sector. */
export interface ScopeTarget {
  readonly streetId: string;
  readonly path: readonly string[];
  readonly gridId: string | null;
  readonly sectorId: string | null;
}

/**
 * Who may do one thing.
 * `reach`: 'target', the grant must cover the thing; 'street', any grant of the roles in the street is enough.
 */
export interface Permission {
  readonly id: string;
  readonly roles: readonly Role[];
  readonly reach: 'target' | 'street';
}

/** Names each permission by its key, so that the policy of a slice reads as a table. */
export function definePermissions<Key extends string>(
  slice: string,
  table: Readonly<Record<Key, Omit<Permission, 'id'>>>,
): Readonly<Record<Key, Permission>> {
  const entries = Object.entries<Omit<Permission, 'id'>>(table);
  return Object.fromEntries(
    entries.map(([key, rule]) => [key, { id: `${slice}.${key}`, ...rule }]),
  ) as Record<Key, Permission>;
}

/** True when the grant reaches the target. */
export function covers(grant: Grant, target: ScopeTarget): boolean {
  if (grant.streetId !== target.streetId) return false;
  if (grant.scopeKind === 'place') return target.path.includes(grant.scopeId);
  if (grant.scopeKind === 'grid') return target.gridId === grant.scopeId;
  return target.sectorId === grant.scopeId;
}

/** The one question of access, asked by the server to enforce and by the web to hide. */
export function may(actor: Pick<Actor, 'grants'>, permission: Permission, target: ScopeTarget): boolean {
  return actor.grants.some(
    (grant) =>
      grant.streetId === target.streetId &&
      permission.roles.includes(grant.role) &&
      (permission.reach === 'street' || covers(grant, target)),
  );
}
