export { fromBase64url } from './bytes.ts';
export * from './contract.ts';
export * from './payload.ts';
export { personalProblems } from './personal.ts';
export * from './policy.ts';
export * from './problems.ts';
export * from './qr.ts';
export * from './wording.ts';
export * from './words.ts';
