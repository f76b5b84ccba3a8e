import type { ProblemParams } from '@linli/core/kernel';
import type { FileProblemCode } from './problems.ts';

/**
 * Why a file is refused, as the reading thread says it: the code only. The sentences stay with the caller, so that the
 * thread loads neither the catalogue nor the schema library.
 */
export class Refusal extends Error {
  readonly code: FileProblemCode;
  readonly params: ProblemParams;

  constructor(code: FileProblemCode, params: ProblemParams = {}) {
    super(code);
    this.name = 'Refusal';
    this.code = code;
    this.params = params;
  }
}
