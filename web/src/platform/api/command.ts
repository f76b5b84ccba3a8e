import { Problem, uuidv7 } from '@linli/core/kernel';
import { request } from './http.ts';

/** An id for a thing or a command, made here: a command that is sent twice carries the same ids twice. */
export function newId(): string {
  return uuidv7(Date.now(), (length) => crypto.getRandomValues(new Uint8Array(length)));
}

/** Waits between tries, milliseconds. The person sees that it waits, and may leave the page open. */
const waits = [400, 1_000, 2_500, 5_000] as const;

const passing = new Set(['network.away', 'database.away', 'database.unsure']);

/** True when the same command may simply be sent again: the failure says nothing about its content. */
export function mayPass(error: unknown): boolean {
  return error instanceof Problem && passing.has(error.code);
}

export interface CommandOptions {
  readonly commandId?: string;
  /** Told before each further try: how many tries failed so far. */
  readonly onWait?: (failed: number) => void;
  readonly wait?: (milliseconds: number) => Promise<void>;
}

/**
 * POST /api/streets/:street/commands/<name>. Tries again under the same command id while the network or the database is
 * away; the server carries an id out once. Throws the Problem of the last try.
 */
export async function runCommand<Reply>(
  streetId: string,
  name: string,
  input: Readonly<Record<string, unknown>>,
  { commandId = newId(), onWait, wait = sleep }: CommandOptions = {},
): Promise<Reply> {
  for (let failed = 0; ; failed += 1) {
    try {
      return await request<Reply>('POST', `/api/streets/${streetId}/commands/${name}`, {
        commandId,
        ...input,
      });
    } catch (error) {
      const pause = waits[failed];
      if (!mayPass(error) || pause === undefined) throw error;
      onWait?.(failed + 1);
      await wait(pause);
    }
  }
}

function sleep(milliseconds: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, milliseconds));
}
