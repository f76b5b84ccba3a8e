// Apart from the schemas, as in kinds.ts: a page lists these without carrying the schema library.

/** What a table lists: communities with their codes, or buildings with what stands above and below them. */
export const importKinds = ['communities', 'buildings'] as const;
export type ImportKind = (typeof importKinds)[number];

/** `checked`: read and tried, nothing changed; `committed`: carried out; `undone`: carried out and taken back. */
export const importStates = ['checked', 'committed', 'undone'] as const;
export type ImportState = (typeof importStates)[number];

/** What an import can make. */
export const importMakes = [
  'community',
  'compound',
  'building',
  'unit',
  'grid',
  'dwelling',
  'alias',
] as const;
export type ImportMakes = (typeof importMakes)[number];
