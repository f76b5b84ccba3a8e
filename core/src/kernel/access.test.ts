import { expect, test } from 'vitest';
import { type Actor, definePermissions, type Grant, may, type ScopeTarget } from './access.ts';

const permissions = definePermissions('test', {
  edit: { roles: ['admin', 'community_cadre', 'grid_member', 'sector_lead'], reach: 'target' },
  look: { roles: ['community_cadre'], reach: 'street' },
});
const target: ScopeTarget = {
  streetId: 'street',
  path: ['street', 'community', 'compound'],
  gridId: 'grid',
  sectorId: 'sector',
};

function withGrant(
  role: Grant['role'],
  scopeKind: Grant['scopeKind'],
  scopeId: string,
  streetId = 'street',
): Pick<Actor, 'grants'> {
  return { grants: [{ streetId, role, scopeKind, scopeId }] };
}

test('nobody may do anything without a grant', () => {
  expect(may({ grants: [] }, permissions.edit, target)).toBe(false);
});

test('a role that the permission does not name is refused, whatever its scope', () => {
  expect(may(withGrant('volunteer', 'place', 'street'), permissions.edit, target)).toBe(false);
});

test('a grant reaches its place and all below it, and nothing beside it', () => {
  expect(may(withGrant('admin', 'place', 'street'), permissions.edit, target)).toBe(true);
  expect(may(withGrant('community_cadre', 'place', 'community'), permissions.edit, target)).toBe(true);
  expect(may(withGrant('community_cadre', 'place', 'another'), permissions.edit, target)).toBe(false);
});

test('a grid and a sector reach what is in them today', () => {
  expect(may(withGrant('grid_member', 'grid', 'grid'), permissions.edit, target)).toBe(true);
  expect(may(withGrant('grid_member', 'grid', 'grid'), permissions.edit, { ...target, gridId: null })).toBe(
    false,
  );
  expect(may(withGrant('sector_lead', 'sector', 'sector'), permissions.edit, target)).toBe(true);
});

test('a grant never crosses to another street, not even with the same identifiers', () => {
  expect(may(withGrant('admin', 'place', 'street', 'elsewhere'), permissions.edit, target)).toBe(false);
});

test('a permission for the whole street asks for the role alone', () => {
  expect(may(withGrant('community_cadre', 'place', 'another'), permissions.look, target)).toBe(true);
  expect(may(withGrant('community_cadre', 'place', 'another', 'elsewhere'), permissions.look, target)).toBe(
    false,
  );
});
