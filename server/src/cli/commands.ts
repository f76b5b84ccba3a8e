import type { Entry } from './command.ts';

/** Every command of the product, in the order of a first reading. */
export const commands: readonly Entry[] = [
  { name: 'serve', load: async () => (await import('./serve.ts')).serve },
  { name: 'setup', load: async () => (await import('./setup.ts')).setup },
  { name: 'import', load: async () => (await import('./import.ts')).importCommand },
  { name: 'backup', load: async () => (await import('./backup.ts')).backup },
  { name: 'restore', load: async () => (await import('./restore.ts')).restore },
  { name: 'audit verify', load: async () => (await import('./audit-verify.ts')).auditVerify },
  { name: 'doctor', load: async () => (await import('./doctor.ts')).doctor },
];
