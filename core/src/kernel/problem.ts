import { fill, type Language, type Text } from './language.ts';

/** What can go wrong, as one entry of the catalogue. `text` may hold `{name}` places; never personal data. */
export interface ProblemKind {
  /** HTTP status of the answer. */
  readonly status: number;
  readonly text: Text;
}

export type ProblemParams = Readonly<Record<string, string | number>>;

/** One field that was refused: where it is (JSON pointer without the leading slash) and why. */
export interface FieldProblem {
  readonly path: string;
  readonly text: Text;
}

/**
 * A refusal or failure that a person may read. It leaves the server as RFC 9457 problem+json with a stable
 * `code`; everything that is not a Problem leaves as `internal` with nothing of its content.
 */
export class Problem extends Error {
  readonly code: string;
  readonly status: number;
  readonly text: Text;
  readonly fields: readonly FieldProblem[];

  constructor(
    code: string,
    kind: ProblemKind,
    params: ProblemParams = {},
    fields: readonly FieldProblem[] = [],
  ) {
    super(code);
    this.name = 'Problem';
    this.code = code;
    this.status = kind.status;
    this.text = { zh: fill(kind.text.zh, params), en: fill(kind.text.en, params) };
    this.fields = fields;
  }

  sentence(language: Language): string {
    return this.text[language];
  }
}

export type ProblemCatalogue<Code extends string> = Readonly<Record<Code, ProblemKind>>;

/** Makes the problems of one catalogue: `problem('place.cycle', { name })`. */
export function problemsOf<Code extends string>(catalogue: ProblemCatalogue<Code>) {
  return (code: Code, params?: ProblemParams, fields?: readonly FieldProblem[]): Problem =>
    new Problem(code, catalogue[code], params, fields);
}

/** What a rule answers: the decided value, or the Problem that says why not. */
export type Decided<T> = T | Problem;

/** The decided value; throws the Problem. For callers whose own caller answers Problems. */
export function must<T>(decided: Decided<T>): T {
  if (decided instanceof Problem) throw decided;
  return decided;
}
