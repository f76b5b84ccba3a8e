export { embeddedProblems } from './problems.ts';
export {
  type Embedded,
  type EmbeddedConnection,
  type EmbeddedOptions,
  runningEmbedded,
  startEmbedded,
} from './supervisor.ts';
