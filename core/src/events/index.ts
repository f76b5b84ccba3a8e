export * from './contract.ts';
export * from './kinds.ts';
export * from './packs.ts';
export * from './params.ts';
export * from './policy.ts';
export * from './problems.ts';
