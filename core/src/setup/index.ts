export * from './contract.ts';
export * from './problems.ts';
