export * from './contract.ts';
export * from './fold.ts';
export * from './policy.ts';
export * from './problems.ts';
export * from './replies.ts';
export * from './status.ts';
