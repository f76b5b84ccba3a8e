import type { Problem } from '@linli/core/kernel';
import { useState } from 'react';
import { asProblem } from '../../platform/api/index.ts';

export interface Asking {
  readonly busy: boolean;
  readonly problem: Problem | null;
  readonly clear: () => void;
  /** Runs it; null when it failed, and then `problem` says why. */
  readonly ask: <Reply>(asking: () => Promise<Reply>) => Promise<Reply | null>;
}

/** One request outside the streets' commands: busy while it runs, its Problem kept when it fails. */
export function useAsking(): Asking {
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<Problem | null>(null);
  return {
    busy,
    problem,
    clear: () => setProblem(null),
    ask: async (asking) => {
      setBusy(true);
      setProblem(null);
      try {
        return await asking();
      } catch (error) {
        setProblem(asProblem(error));
        return null;
      } finally {
        setBusy(false);
      }
    },
  };
}
