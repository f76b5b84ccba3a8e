export * from './access.ts';
export * from './ids.ts';
export * from './language.ts';
export * from './problem.ts';
export * from './problems.ts';
export * from './shapes.ts';
export * from './time.ts';
