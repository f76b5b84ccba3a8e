export { type ReadBackup, type Verified, verifyBackup } from './read.ts';
export { type RestoreBackup, restoreBackup } from './restore.ts';
export { type WriteBackup, type Written, writeBackup } from './write.ts';
