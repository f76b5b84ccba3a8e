import { type ImportDetail, type ImportWritten, importMakes } from '@linli/core/places';
import { Link } from '@tanstack/react-router';
import { Button } from 'antd';
import { useState } from 'react';
import { useCommand } from '../../../platform/api/index.ts';
import { useWords } from '../../../platform/i18n/index.ts';
import { Figure, Figures, FormDialog, Note, ProblemNote, Section } from '../../../ui/index.ts';
import { useStreet } from '../../accounts/index.ts';
import { useDone } from '../commands.ts';
import { importWords } from '../import-words.ts';
import { ImportState } from './ImportState.tsx';
import { ImportColumns, ImportPreview, ImportProblems } from './ImportTables.tsx';

interface ImportReviewProps {
  readonly detail: ImportDetail;
  readonly onAnother: () => void;
}

/** What a table would do, or did: counts first, then what is wrong, then what it means and makes. */
export function ImportReview({ detail, onAnother }: ImportReviewProps) {
  const t = useWords(importWords);
  const { counts } = detail;
  const makes = importMakes.filter((make) => detail.makes[make] > 0);
  return (
    <div className="stack-wide">
      <header className="stack">
        <div className="row row-between">
          <h2>{detail.fileName}</h2>
          <ImportState state={detail.state} />
        </div>
        <p className="soft">
          {t(`kind_${detail.kind}`)} · {t('sheet')} {detail.sheet}
        </p>
      </header>
      <Figures>
        <Figure label={t('good')} value={counts.good} total={counts.rows} />
        <Figure label={t('bad')} value={counts.bad} total={counts.rows} />
        <Figure label={t('new')} value={counts.new} total={counts.good} />
        <Figure label={t('changed')} value={counts.changed} total={counts.good} />
        <Figure label={t('unchanged')} value={counts.unchanged} total={counts.good} />
      </Figures>
      <Acts detail={detail} onAnother={onAnother} />
      <ImportProblems detail={detail} />
      {makes.length > 0 ? (
        <Section title={detail.state === 'checked' ? t('makes') : t('made')}>
          <Figures>
            {makes.map((make) => (
              <Figure key={make} label={t(`make_${make}`)} value={detail.makes[make]} />
            ))}
          </Figures>
        </Section>
      ) : null}
      <div className="import-columns">
        <ImportPreview detail={detail} />
        <ImportColumns detail={detail} />
      </div>
    </div>
  );
}

function Acts({ detail, onAnother }: ImportReviewProps) {
  const t = useWords(importWords);
  const street = useStreet();
  const done = useDone();
  const [undoing, setUndoing] = useState(false);
  const { run, busy, problem } = useCommand<{ importId: string }, ImportWritten>(
    street.id,
    'places.commit-import',
  );
  const { counts } = detail;
  const worth = counts.new + counts.changed;
  const commit = async () => {
    const reply = await run({ importId: detail.importId });
    if (reply) done(t('committed', { name: detail.fileName }));
  };
  return (
    <div className="stack">
      <ProblemNote problem={problem} />
      {detail.state === 'checked' && counts.bad > 0 && worth > 0 ? (
        <Note state="pending">{t('commitPartly', { count: counts.good, bad: counts.bad })}</Note>
      ) : null}
      {detail.state === 'checked' && worth === 0 ? <Note>{t('nothing')}</Note> : null}
      <div className="row">
        {detail.state === 'checked' && worth > 0 ? (
          <Button type="primary" loading={busy} onClick={() => void commit()}>
            {t('commit', { count: counts.good })}
          </Button>
        ) : null}
        {detail.state === 'committed' ? (
          <>
            <Link to={`/${street.prefix}/places`}>{t('toPlaces')}</Link>
            <Button onClick={() => setUndoing(true)}>{t('undo')}</Button>
          </>
        ) : null}
        <Button onClick={onAnother}>{t('another')}</Button>
      </div>
      {undoing ? <UndoDialog detail={detail} onClose={() => setUndoing(false)} /> : null}
    </div>
  );
}

function UndoDialog({ detail, onClose }: { detail: ImportDetail; onClose: () => void }) {
  const t = useWords(importWords);
  const street = useStreet();
  const done = useDone();
  const { run, busy, failedTries, problem } = useCommand<{ importId: string }, ImportWritten>(
    street.id,
    'places.undo-import',
  );
  const submit = async () => {
    const reply = await run({ importId: detail.importId });
    if (!reply) return;
    onClose();
    done(t('undone', { name: detail.fileName }));
  };
  return (
    <FormDialog
      title={t('undoTitle', { name: detail.fileName })}
      submit={t('undo')}
      onSubmit={() => void submit()}
      onClose={onClose}
      busy={busy}
      failedTries={failedTries}
      problem={problem}
      danger
    >
      <p className="soft">{t('undoLead')}</p>
    </FormDialog>
  );
}
