export { type LiveState, useLive } from './live.ts';
