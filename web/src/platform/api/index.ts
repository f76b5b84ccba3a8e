export { mayPass, newId, runCommand } from './command.ts';
export { get, type Method, onSignedOut, request, withQuery } from './http.ts';
export { asProblem, webProblem } from './problems.ts';
export { queryClient, readKey } from './query-client.ts';
export { type CommandHandle, useCommand } from './use-command.ts';
