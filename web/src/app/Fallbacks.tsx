import { Link } from '@tanstack/react-router';
import { Button } from 'antd';
import { asProblem } from '../platform/api/index.ts';
import { useWords } from '../platform/i18n/index.ts';
import { PageHead, ProblemNote } from '../ui/index.ts';
import { appWords } from './words.ts';

export function NotFound() {
  const t = useWords(appWords);
  return (
    <div className="stack">
      <PageHead title={t('notFound')} lead={t('notFoundLead')} />
      <p>
        <Link to="/">{t('toToday')}</Link>
      </p>
    </div>
  );
}

export function PageFailed({ error }: { error: unknown }) {
  const t = useWords(appWords);
  return (
    <div className="stack">
      <PageHead title={t('failed')} />
      <ProblemNote problem={asProblem(error)} />
      <div>
        <Button onClick={() => window.location.reload()}>{t('reload')}</Button>
      </div>
    </div>
  );
}
