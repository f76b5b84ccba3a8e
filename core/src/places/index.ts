export * from './cells.ts';
export * from './codes.ts';
export * from './contract.ts';
export * from './dated.ts';
export {
  type CommunityColumn,
  communityColumns,
  type ImportColumn,
  type ImportColumnSpec,
  importColumns,
  importColumnTexts,
  kindOfHeader,
  requiredColumns,
  templateColumns,
} from './import-columns.ts';
export * from './import-contract.ts';
export * from './import-kinds.ts';
export { everydayName } from './import-names.ts';
export * from './import-outcome.ts';
export * from './import-plan.ts';
export * from './import-preview.ts';
export {
  placesImportProblem,
  placesImportProblems,
  type RowProblem,
  rowProblemText,
} from './import-reasons.ts';
export { type ImportCells, type RowIntent, readImportRow } from './import-row.ts';
export { type ImportContext, type ImportTree, isStep, runSteps, type Steps } from './import-tree.ts';
export * from './import-undo.ts';
export * from './kinds.ts';
export * from './limits.ts';
export * from './lines.ts';
export * from './place.ts';
export * from './policy.ts';
export * from './problems.ts';
export * from './replies.ts';
export * from './rules.ts';
