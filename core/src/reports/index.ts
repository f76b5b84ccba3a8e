export * from './fold.ts';
export * from './policy.ts';
export * from './problems.ts';
export * from './status.ts';
