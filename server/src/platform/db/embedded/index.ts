export {
  type Embedded,
  type EmbeddedConnection,
  type EmbeddedOptions,
  hasEmbeddedData,
  runningEmbedded,
  startEmbedded,
} from './supervisor.ts';
