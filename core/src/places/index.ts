export * from './contract.ts';
export * from './kinds.ts';
export * from './policy.ts';
export * from './replies.ts';
