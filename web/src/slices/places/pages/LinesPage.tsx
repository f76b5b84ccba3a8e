import { type LineNode, lineTypes, partyLine, placesPolicy } from '@linli/core/places';
import { useQuery } from '@tanstack/react-query';
import { useNavigate, useSearch } from '@tanstack/react-router';
import { Button } from 'antd';
import { useState } from 'react';
import { asProblem } from '../../../platform/api/index.ts';
import { useLanguage, useWords } from '../../../platform/i18n/index.ts';
import {
  Bones,
  type Column,
  DataTable,
  Empty,
  FormDialog,
  PageHead,
  ProblemNote,
  Tabs,
} from '../../../ui/index.ts';
import { usePowers, useStreet } from '../../accounts/index.ts';
import { AddNodeDialog, EditNodeDialog, MoveNodeDialog } from '../dialogs/NodeDialogs.tsx';
import { CloseSetDialog } from '../dialogs/SetDialogs.tsx';
import { type LineRow, lineRows } from '../line-rows.ts';
import { linesWords } from '../lines-words.ts';
import { TextField } from '../parts/fields.tsx';
import { placesReads } from '../queries.ts';
import './lines.css';

/** The lines of the street, each a tree of its own. */
export default function LinesPage() {
  const t = useWords(linesWords);
  const street = useStreet();
  const navigate = useNavigate();
  const { may } = usePowers();
  const { line: asked } = useSearch({ strict: false }) as { line?: string };
  const { data, error, refetch } = useQuery(placesReads.lines(street.id));
  const [beginning, setBeginning] = useState(false);
  // The Party line is there before its first node is; so is one that was just begun.
  const lines = [
    ...new Set([partyLine, ...(data?.rows.map(({ line }) => line) ?? []), ...(asked ? [asked] : [])]),
  ];
  const at = asked ?? partyLine;
  const open = (line: string) => void navigate({ to: '.', search: { line } });
  const begin = may(placesPolicy.lines) ? (
    <Button onClick={() => setBeginning(true)}>{t('addLine')}</Button>
  ) : null;
  return (
    <div className="stack-wide">
      <PageHead title={t('title')} lead={t('lead')} actions={begin} />
      {error ? <ProblemNote problem={asProblem(error)} onRetry={() => void refetch()} /> : null}
      <Tabs
        label={t('title')}
        tabs={lines.map((line) => ({ key: line, title: line === partyLine ? t('party') : line }))}
        at={at}
        onChange={open}
      >
        <Line key={at} line={at} />
      </Tabs>
      {beginning ? (
        <BeginDialog
          onClose={() => setBeginning(false)}
          onBegin={(line) => {
            setBeginning(false);
            open(line);
          }}
        />
      ) : null}
    </div>
  );
}

/** A line begins with its first node; here it only gets its name. */
function BeginDialog({ onClose, onBegin }: { onClose: () => void; onBegin: (line: string) => void }) {
  const t = useWords(linesWords);
  const [name, setName] = useState('');
  return (
    <FormDialog
      title={t('addLine')}
      submit={t('open')}
      onSubmit={() => onBegin(name.trim())}
      onClose={onClose}
      busy={false}
      problem={null}
      disabled={name.trim() === ''}
    >
      <TextField label={t('lineName')} hint={t('lineNameHint')} value={name} onChange={setName} most={40} />
    </FormDialog>
  );
}

type Act =
  | { readonly kind: 'add'; readonly parent: LineNode | null }
  | { readonly kind: 'edit' | 'move' | 'close'; readonly node: LineNode }
  | null;

function Line({ line }: { line: string }) {
  const t = useWords(linesWords);
  const street = useStreet();
  const { may } = usePowers();
  const { data, error, refetch } = useQuery(placesReads.line(street.id, line));
  const [act, setAct] = useState<Act>(null);
  const mayEdit = may(placesPolicy.lines);
  if (error) return <ProblemNote problem={asProblem(error)} onRetry={() => void refetch()} />;
  if (!data) return <Bones />;
  const rows = lineRows(data.rows);
  const add = mayEdit ? (
    <Button onClick={() => setAct({ kind: 'add', parent: null })}>{t('addRoot')}</Button>
  ) : null;
  return (
    <div className="stack">
      {rows.length === 0 ? (
        <Empty title={t('none')} action={add}>
          {t('noneLead')}
        </Empty>
      ) : (
        <>
          <div className="row row-between">
            <p className="faint">{t('nodes', { count: rows.length })}</p>
            {add}
          </div>
          <LineTable rows={rows} mayEdit={mayEdit} onAct={setAct} />
        </>
      )}
      <NodeActs act={act} line={line} rows={rows} onClose={() => setAct(null)} />
    </div>
  );
}

interface LineTableProps {
  readonly rows: readonly LineRow[];
  readonly mayEdit: boolean;
  readonly onAct: (act: Act) => void;
}

function LineTable({ rows, mayEdit, onAct }: LineTableProps) {
  const t = useWords(linesWords);
  const language = useLanguage();
  const acts = [
    { key: 'add', title: t('addBelow'), label: 'addBelowOf' },
    { key: 'edit', title: t('edit'), label: 'editOf' },
    { key: 'move', title: t('move'), label: 'moveOf' },
    { key: 'close', title: t('close'), label: 'closeOf' },
  ] as const;
  const columns: readonly Column<LineRow>[] = [
    {
      key: 'name',
      title: t('name'),
      cell: ({ node, depth }) => (
        <span className="line-name" style={{ '--depth': depth } as React.CSSProperties}>
          {node.name}
        </span>
      ),
    },
    { key: 'type', title: t('type'), width: '13rem', cell: ({ node }) => lineTypes[node.type][language] },
    {
      key: 'attached',
      title: t('attached'),
      width: '13rem',
      cell: ({ node }) =>
        node.place?.name ?? node.grid?.name ?? <span className="faint">{t('attachNone')}</span>,
    },
    ...(mayEdit
      ? [
          {
            key: 'acts',
            title: t('edit'),
            width: language === 'zh' ? '15rem' : '18rem',
            cell: ({ node }: LineRow) => (
              <span className="line-acts">
                {acts.map(({ key, title, label }) => (
                  <button
                    key={key}
                    type="button"
                    className="link-button"
                    aria-label={t(label, { name: node.name })}
                    onClick={() => onAct(key === 'add' ? { kind: 'add', parent: node } : { kind: key, node })}
                  >
                    {title}
                  </button>
                ))}
              </span>
            ),
          },
        ]
      : []),
  ];
  return <DataTable caption={t('title')} columns={columns} rows={rows} rowKey={({ node }) => node.id} />;
}

interface NodeActsProps {
  readonly act: Act;
  readonly line: string;
  readonly rows: readonly LineRow[];
  readonly onClose: () => void;
}

function NodeActs({ act, line, rows, onClose }: NodeActsProps) {
  const t = useWords(linesWords);
  if (!act) return null;
  if (act.kind === 'add') return <AddNodeDialog line={line} parent={act.parent} onClose={onClose} />;
  if (act.kind === 'edit') return <EditNodeDialog node={act.node} onClose={onClose} />;
  if (act.kind === 'move') return <MoveNodeDialog node={act.node} rows={rows} onClose={onClose} />;
  const { id: nodeId, version, name } = act.node;
  return (
    <CloseSetDialog
      command="places.close-node"
      title={t('closeOf', { name })}
      lead={t('closeLead')}
      inputOf={(reason) => ({ nodeId, version, reason })}
      done={t('closed', { name })}
      onClose={onClose}
    />
  );
}
