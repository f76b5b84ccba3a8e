export * from './contract.ts';
export * from './policy.ts';
export * from './problems.ts';
export * from './words.ts';
