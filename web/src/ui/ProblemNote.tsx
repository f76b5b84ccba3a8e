import type { Problem } from '@linli/core/kernel';
import { Button } from 'antd';
import { usePageLanguage, useUiWords } from './use-ui-words.ts';
import './notes.css';

interface ProblemNoteProps {
  readonly problem: Problem | null;
  readonly onRetry?: (() => void) | undefined;
  /** Paths whose fields say their own refusal; the others are listed here, so that none is lost. */
  readonly shownAtFields?: readonly string[];
}

/** What happened, what is safe and what to do next, in the catalogue's words. Read aloud when it appears. */
export function ProblemNote({ problem, onRetry, shownAtFields = [] }: ProblemNoteProps) {
  const t = useUiWords();
  const language = usePageLanguage();
  if (!problem) return null;
  const others = problem.fields.filter(({ path }) => !shownAtFields.includes(path));
  return (
    <div className="problem-note" role="alert">
      <svg viewBox="0 0 16 16" aria-hidden="true" focusable="false">
        <path d="M8 1.2 15.2 14.4H.8Z" />
      </svg>
      <div className="stack-tight">
        <p>{problem.sentence(language)}</p>
        {others.length > 0 ? (
          <ul className="problem-fields">
            {others.map(({ path, text }) => (
              <li key={`${path}-${text.zh}`}>
                {path ? <code>{path}</code> : null} {text[language]}
              </li>
            ))}
          </ul>
        ) : null}
        <p className="problem-code">{t('problemCode', { code: problem.code })}</p>
        {onRetry ? (
          <div>
            <Button onClick={onRetry}>{t('retry')}</Button>
          </div>
        ) : null}
      </div>
    </div>
  );
}
