import { formatNumber, useLanguage, useWords } from '../../../platform/i18n/index.ts';
import { groupBy } from '../group-by.ts';
import type { Selection } from '../selection.ts';
import { setsWords } from '../sets-words.ts';

export interface SectorCompound {
  readonly id: string;
  readonly name: string;
  readonly communityId: string;
  readonly communityName: string;
}

interface SectorCardProps {
  readonly name: string;
  readonly counts?: { readonly cells: number; readonly dwellings: number };
  readonly compounds: readonly SectorCompound[];
  readonly selection: Selection | null;
  readonly onRename?: () => void;
  readonly onClose?: () => void;
}

/** One sector, its compounds by community; a whole community is one tick, because that is how sectors are drawn. */
export function SectorCard({ name, counts, compounds, selection, onRename, onClose }: SectorCardProps) {
  const t = useWords(setsWords);
  const language = useLanguage();
  const communities = groupBy(compounds, ({ communityId }) => communityId);
  return (
    <section className="grid-card" aria-label={name}>
      <header>
        <div className="row row-between">
          <h2>{name}</h2>
          {selection && onRename && onClose ? (
            <span className="row no-print">
              <button
                type="button"
                className="link-button"
                aria-label={t('renameSector', { name })}
                onClick={onRename}
              >
                {t('rename')}
              </button>
              <button
                type="button"
                className="link-button"
                aria-label={t('closeSector', { name })}
                onClick={onClose}
              >
                {t('close')}
              </button>
            </span>
          ) : null}
        </div>
        {counts ? (
          <p className="soft">
            {t('households', { count: counts.dwellings, shown: formatNumber(counts.dwellings, language) })} ·{' '}
            {t('cells', { count: counts.cells })}
          </p>
        ) : null}
      </header>
      {[...communities].map(([id, members]) => (
        <Community key={id} members={members} selection={selection} />
      ))}
    </section>
  );
}

function Community({
  members,
  selection,
}: {
  members: readonly SectorCompound[];
  selection: Selection | null;
}) {
  const t = useWords(setsWords);
  const name = members[0]?.communityName ?? '';
  return (
    <fieldset className="grid-compound">
      <legend>
        {selection ? (
          <label className="check">
            <input
              type="checkbox"
              aria-label={t('selectAll', { name })}
              checked={members.every(({ id }) => selection.ids.has(id))}
              onChange={() => selection.toggleAll(members.map(({ id }) => id))}
            />
            {name}
          </label>
        ) : (
          name
        )}
      </legend>
      <ul className="cell-list">
        {members.map((compound) => (
          <li key={compound.id}>
            {selection ? (
              <label className="cell-chip">
                <input
                  type="checkbox"
                  checked={selection.ids.has(compound.id)}
                  onChange={() => selection.toggle(compound.id)}
                />
                {compound.name}
              </label>
            ) : (
              <span className="cell-chip">{compound.name}</span>
            )}
          </li>
        ))}
      </ul>
    </fieldset>
  );
}
