import { policyPacks } from '@linli/core/events';
import { dayOf } from '@linli/core/kernel';
import { newId } from './http.ts';
import type { Upload } from './upload.ts';
import { authorised, type World } from './world.ts';

/**
 * One valid call of every street endpoint, as asked for the `inside` corner of a world. The policy test walks the
 * registered endpoints and fails on one that has no example here, so a new endpoint cannot be forgotten. A version no
 * row has keeps the examples from changing the world they are asked in.
 */
type Example = (world: World) => Record<string, unknown>;

const version = 1_000_000;
const reason = '演练';
/** A day that cannot be reported: what the examples ask for is refused after the question who may. */
const farDay = '2000-01-01';
/** A notice nobody published. */
const noCode = '222233334444';

export const commandExamples: Readonly<Record<string, Example>> = {
  'places.add': ({ inside }) => ({
    placeId: newId(),
    parentId: inside.compound,
    kind: 'building',
    name: newId().slice(-12),
  }),
  'places.rename': ({ inside }) => ({ placeId: inside.building, version, name: '新名' }),
  'places.edit': ({ inside }) => ({ placeId: inside.building, version, floors: 5 }),
  'places.move': ({ inside }) => ({ placeId: inside.building, version, parentId: inside.compound }),
  'places.merge': ({ inside }) => ({
    placeId: inside.building,
    version,
    intoId: inside.building,
    intoVersion: version,
    reason,
  }),
  'places.split': ({ inside }) => ({
    placeId: inside.building,
    version,
    newPlaceId: newId(),
    name: '分出',
    reason,
  }),
  'places.close': ({ inside }) => ({ placeId: inside.building, version, reason }),
  'places.reopen': ({ inside }) => ({ placeId: inside.building, version }),
  'places.remove': ({ inside }) => ({ placeId: inside.building, version }),
  'places.switch-cells': ({ inside }) => ({ buildingId: inside.building, version, reportsAs: 'unit' }),
  'places.add-alias': ({ inside }) => ({
    aliasId: newId(),
    placeId: inside.building,
    name: newId().slice(-12),
  }),
  'places.remove-alias': ({ inside }) => ({ aliasId: newId(), placeId: inside.building }),
  'places.add-dwellings': ({ inside }) => ({
    placeId: inside.building,
    dwellings: [{ dwellingId: newId(), floor: 2, door: newId().slice(-12) }],
  }),
  'places.edit-dwelling': ({ inside }) => ({
    dwellingId: inside.dwelling,
    placeId: inside.building,
    floor: 1,
  }),
  'places.close-dwelling': ({ inside }) => ({ dwellingId: newId(), placeId: inside.building, reason }),
  'places.add-grid': ({ inside }) => ({
    gridId: newId(),
    communityId: inside.community,
    name: newId().slice(-12),
  }),
  'places.rename-grid': ({ inside }) => ({ gridId: inside.grid, version, name: '新网格' }),
  'places.assign-cells': ({ inside }) => ({ gridId: inside.grid, cellIds: [inside.building] }),
  'places.close-grid': ({ inside }) => ({ gridId: inside.grid, version, reason }),
  'places.add-sector': () => ({ sectorId: newId(), name: newId().slice(-12) }),
  'places.rename-sector': ({ sector }) => ({ sectorId: sector, version, name: '新片区' }),
  'places.assign-compounds': ({ sector, inside }) => ({ sectorId: sector, compoundIds: [inside.compound] }),
  'places.close-sector': ({ sector }) => ({ sectorId: sector, version, reason }),
  'places.add-node': () => ({
    nodeId: newId(),
    line: 'party',
    parentId: null,
    type: 'party_work',
    name: newId().slice(-12),
  }),
  'places.edit-node': ({ node }) => ({ nodeId: node, version, name: '新名' }),
  'places.move-node': ({ node }) => ({ nodeId: node, version, parentId: null }),
  'places.close-node': ({ node }) => ({ nodeId: node, version, reason }),
  'places.commit-import': () => ({ importId: newId() }),
  'places.undo-import': () => ({ importId: newId() }),
  'accounts.add-staff': ({ inside }) => ({
    accountId: newId(),
    login: `p${newId().slice(-12)}`,
    name: '测试员',
    grants: [{ grantId: newId(), role: 'volunteer', scopeKind: 'place', scopeId: inside.community }],
  }),
  'accounts.rename-staff': () => ({ accountId: newId(), name: '新名' }),
  'accounts.edit-staff': () => ({ accountId: newId(), phone: null, note: null }),
  'accounts.grant-role': ({ inside }) => ({
    grantId: newId(),
    accountId: newId(),
    role: 'volunteer',
    scopeKind: 'place',
    scopeId: inside.community,
  }),
  'accounts.revoke-role': () => ({ grantId: newId() }),
  'accounts.suspend': () => ({ accountId: newId(), reason }),
  'accounts.restore': () => ({ accountId: newId() }),
  'accounts.reset-password': () => ({ accountId: newId() }),
  'events.activate': () => ({
    eventId: newId(),
    packId: 'no-such-pack',
    name: '演练',
    rehearsal: true,
    document: authorised,
  }),
  'events.change-params': ({ event }) => ({
    eventId: event,
    version,
    params: policyPacks[0]?.params,
    reason,
  }),
  'reports.file': ({ event, inside }) => ({
    eventId: event,
    day: farDay,
    items: [{ entryId: newId(), level: 'cell', targetId: inside.building, no: 1, answers: {} }],
  }),
  'reports.file-rest': ({ event, inside }) => ({
    eventId: event,
    day: farDay,
    level: 'cell',
    under: { kind: 'place', id: inside.compound },
  }),
  'reports.confirm': ({ event, inside }) => ({
    eventId: event,
    day: farDay,
    under: { kind: 'place', id: inside.community },
    seenAt: '2026-11-23T08:00:00Z',
  }),
  'reports.return': ({ event, inside }) => ({
    eventId: event,
    day: farDay,
    reason,
    items: [{ level: 'compound', targetId: inside.compound, no: 2 }],
  }),
  'reports.open-finding': ({ event, inside }) => ({
    eventId: event,
    findingId: newId(),
    level: 'cell',
    targetId: inside.building,
    kind: 'no_such_kind',
  }),
  'reports.close-finding': ({ event, inside }) => ({
    eventId: event,
    findingId: newId(),
    level: 'cell',
    targetId: inside.building,
    outcome: 'resolved',
    reason,
  }),
  'events.stand-down': () => ({ eventId: newId(), document: authorised, reason }),
  'notices.compute': ({ event }) => ({ eventId: event, day: farDay }),
  'notices.publish': ({ event }) => ({ eventId: event, day: farDay, computedAt: '2026-11-23T08:00:00Z' }),
  'notices.withdraw': ({ event, inside }) => ({
    eventId: event,
    targets: [{ level: 'cell', targetId: inside.building }],
    reason,
  }),
  'notices.confirm-posted': ({ inside }) => ({ code: noCode, level: 'cell', targetId: inside.building }),
  'notices.confirm-taken-down': ({ inside }) => ({ code: noCode, level: 'cell', targetId: inside.building }),
  'notices.order-posters': ({ event, inside }) => ({
    jobId: newId(),
    eventId: event,
    underId: inside.compound,
    paper: 'A4',
  }),
  'notices.cancel-posters': ({ inside }) => ({ jobId: newId(), underId: inside.compound }),
  'notices.set-office': () => ({ version, helpline: '12345', sealName: '街道' }),
  'notices.rotate-key': () => ({ reason }),
  'notices.add-robot': ({ streetId }) => ({
    robotId: newId(),
    scopeId: streetId,
    vendor: 'wecom',
    name: '工作群',
    webhook: 'https://example.invalid/robot',
  }),
  'notices.rename-robot': () => ({ robotId: newId(), name: '新名' }),
  'notices.remove-robot': () => ({ robotId: newId() }),
  'notices.test-robot': () => ({ robotId: newId() }),
  'notices.resend-message': () => ({ messageId: newId() }),
};

const today = () => dayOf(Date.now());

/** Reads by their route pattern below `/api/streets/:street`: how to fill its parameters and query. */
export const readExamples: Readonly<Record<string, (world: World) => string>> = {
  '/places/children': ({ inside }) => `/places/children?parent=${inside.community}`,
  '/places/tree': ({ inside }) => `/places/tree?under=${inside.community}`,
  '/places/search': () => '/places/search?q=jia',
  '/places/:place': ({ inside }) => `/places/${inside.building}`,
  '/places/:place/history': ({ inside }) => `/places/${inside.building}/history`,
  '/places/:place/on/:day': ({ inside }) => `/places/${inside.building}/on/2026-11-23`,
  '/places/:place/dwellings': ({ inside }) => `/places/${inside.building}/dwellings`,
  '/places/grids': ({ inside }) => `/places/grids?community=${inside.community}`,
  '/places/grids/:grid': ({ inside }) => `/places/grids/${inside.grid}`,
  '/places/sectors': () => '/places/sectors',
  '/places/lines': () => '/places/lines',
  '/places/lines/:line': () => '/places/lines/party',
  '/imports/places': () => '/imports/places',
  '/imports/places/:import': () => `/imports/places/${newId()}`,
  '/imports/places/:import/rejected': () => `/imports/places/${newId()}/rejected`,
  '/imports/places/template': () => '/imports/places/template?kind=buildings',
  '/accounts/staff': () => '/accounts/staff',
  '/accounts/staff/:account': () => `/accounts/staff/${newId()}`,
  '/events': () => '/events',
  '/events/packs': () => '/events/packs',
  '/events/:event': ({ event }) => `/events/${event}`,
  '/reports/board': ({ event }) => `/reports/board?event=${event}&day=${today()}`,
  '/reports/explain': ({ event, streetId }) =>
    `/reports/explain?event=${event}&day=${today()}&node=${streetId}`,
  '/reports/days': ({ event }) => `/reports/days?event=${event}`,
  '/reports/today': ({ event }) => `/reports/today?event=${event}&day=${today()}`,
  '/reports/duties': ({ event, inside }) =>
    `/reports/duties?event=${event}&day=${today()}&under=place:${inside.compound}`,
  '/reports/findings': ({ event, inside }) => `/reports/findings?event=${event}&under=grid:${inside.grid}`,
  '/reports/:level/:target': ({ event, inside }) =>
    `/reports/cell/${inside.building}?event=${event}&day=${today()}`,
  '/audit': () => '/audit',
  '/audit/chain': () => '/audit/chain',
  '/live': () => '/live',
  '/notices/review': ({ event }) => `/notices/review?event=${event}&day=${farDay}`,
  '/notices/days': ({ event }) => `/notices/days?event=${event}`,
  '/notices/take-downs': ({ event }) => `/notices/take-downs?event=${event}`,
  '/notices': ({ event }) => `/notices?event=${event}&day=${farDay}`,
  '/notices/codes/:code': () => `/notices/codes/${noCode}`,
  '/notices/poster-jobs': () => '/notices/poster-jobs',
  '/notices/poster-jobs/:job': () => `/notices/poster-jobs/${newId()}`,
  '/notices/poster-jobs/:job/file': () => `/notices/poster-jobs/${newId()}/file`,
  '/notices/office': () => '/notices/office',
  '/notices/robots': () => '/notices/robots',
  '/notices/robots/:robot/messages': () => `/notices/robots/${newId()}/messages`,
};

/** Files handed in, by their route pattern below `/api/streets/:street`. */
export const uploadExamples: Readonly<Record<string, () => Upload>> = {
  '/imports/places': () => ({
    fields: { commandId: newId() },
    name: '楼栋.csv',
    content: '社区，小区\n甲，一院',
  }),
};
