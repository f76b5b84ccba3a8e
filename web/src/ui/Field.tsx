import type { Problem } from '@linli/core/kernel';
import { type ReactNode, useId } from 'react';
import { usePageLanguage, useUiWords } from './use-ui-words.ts';
import './field.css';

/** What a control needs to be tied to its label, its hint and its refusal. */
export interface ControlProps {
  readonly id: string;
  readonly 'aria-describedby': string | undefined;
  readonly 'aria-invalid': boolean;
  readonly 'aria-required': boolean;
}

interface FieldProps {
  readonly label: string;
  readonly hint?: ReactNode;
  /** Why the last try was refused, from the server or from a rule. */
  readonly refusal?: string | null | undefined;
  readonly optional?: boolean;
  readonly children: (control: ControlProps) => ReactNode;
}

/** A labelled control. Required is the rule and stays unmarked; what may be left out says so. */
export function Field({ label, hint, refusal, optional = false, children }: FieldProps) {
  const t = useUiWords();
  const id = useId();
  const noteId = `${id}-note`;
  const described = hint || refusal ? noteId : undefined;
  return (
    <div className="field">
      <label htmlFor={id}>
        {label}
        {optional ? <span className="field-optional">{t('optional')}</span> : null}
      </label>
      {children({
        id,
        'aria-describedby': described,
        'aria-invalid': Boolean(refusal),
        'aria-required': !optional,
      })}
      {described ? (
        <p id={noteId} className={refusal ? 'field-refusal' : 'field-hint'} aria-live="polite">
          {refusal ?? hint}
        </p>
      ) : null}
    </div>
  );
}

/** Finds the refusal of one field in the answer of the server. */
export function useRefusals(problem: Problem | null): (path: string) => string | null {
  const language = usePageLanguage();
  return (path) => problem?.fields.find((field) => field.path === path)?.text[language] ?? null;
}
