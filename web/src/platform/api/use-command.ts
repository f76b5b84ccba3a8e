import type { Problem } from '@linli/core/kernel';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useRef, useState } from 'react';
import { mayPass, newId, runCommand } from './command.ts';
import { asProblem } from './problems.ts';
import { readKey } from './query-client.ts';

export interface CommandHandle<Input, Reply> {
  /** Carries it out; null when it was refused (then `problem` says why). */
  readonly run: (input: Input) => Promise<Reply | null>;
  readonly busy: boolean;
  /** More than zero while it waits for the network to come back. */
  readonly failedTries: number;
  readonly problem: Problem | null;
  readonly clear: () => void;
}

/**
 * A command as a button uses it. When a try ended without an answer, pressing again with the same content sends the same
 * command id, so that the server can see that it is one and the same act.
 */
export function useCommand<Input extends object, Reply = unknown>(
  streetId: string,
  name: string,
): CommandHandle<Input, Reply> {
  const client = useQueryClient();
  const unanswered = useRef<{ content: string; commandId: string } | null>(null);
  const [failedTries, setFailedTries] = useState(0);
  const mutation = useMutation<Reply, unknown, Input>({
    mutationFn: async (input) => {
      const content = JSON.stringify(input);
      const commandId = unanswered.current?.content === content ? unanswered.current.commandId : newId();
      unanswered.current = { content, commandId };
      const reply = await runCommand<Reply>(streetId, name, input as Record<string, unknown>, {
        commandId,
        onWait: setFailedTries,
      });
      unanswered.current = null;
      return reply;
    },
    onSuccess: () =>
      client.invalidateQueries({ queryKey: readKey(streetId, name.slice(0, name.indexOf('.'))) }),
    onError: (error) => {
      if (!mayPass(error)) unanswered.current = null;
    },
    onSettled: () => setFailedTries(0),
  });
  return {
    run: async (input) => {
      try {
        return await mutation.mutateAsync(input);
      } catch {
        return null;
      }
    },
    busy: mutation.isPending,
    failedTries,
    problem: mutation.error ? asProblem(mutation.error) : null,
    clear: mutation.reset,
  };
}
