import { type GridRow, placesPolicy } from '@linli/core/places';
import { useQueries } from '@tanstack/react-query';
import { useNavigate, useSearch } from '@tanstack/react-router';
import { Button } from 'antd';
import { useState } from 'react';
import { asProblem } from '../../../platform/api/index.ts';
import { formatNumber, useLanguage, useWords } from '../../../platform/i18n/index.ts';
import { Bones, Empty, Field, PageHead, ProblemNote } from '../../../ui/index.ts';
import { usePowers, useStreet } from '../../accounts/index.ts';
import { useDone, usePlacesCommand } from '../commands.ts';
import { CloseSetDialog, NameDialog } from '../dialogs/SetDialogs.tsx';
import { AssignBar } from '../parts/AssignBar.tsx';
import { GridCard } from '../parts/GridCard.tsx';
import { placesReads, useChildren, useGrids } from '../queries.ts';
import { useSelection } from '../selection.ts';
import { setsWords } from '../sets-words.ts';

/** The grids of one community side by side, each with its cells; cells move by ticking or dragging. */
export default function GridsPage() {
  const t = useWords(setsWords);
  const street = useStreet();
  const navigate = useNavigate();
  const { community: asked } = useSearch({ strict: false }) as { community?: string };
  const { data, error, refetch } = useChildren(street.id);
  const communities = data?.rows.filter(({ kind }) => kind === 'community') ?? [];
  const community = communities.find(({ id }) => id === asked) ?? communities[0];
  return (
    <div className="stack-wide">
      <PageHead title={t('grids')} lead={t('gridsLead')} />
      {error ? <ProblemNote problem={asProblem(error)} onRetry={() => void refetch()} /> : null}
      {!data && !error ? <Bones /> : null}
      {community ? (
        <>
          <div className="grid-community">
            <Field label={t('community')}>
              {(control) => (
                <select
                  {...control}
                  className="select"
                  value={community.id}
                  onChange={(event) => void navigate({ to: '.', search: { community: event.target.value } })}
                >
                  {communities.map(({ id, name }) => (
                    <option key={id} value={id}>
                      {name}
                    </option>
                  ))}
                </select>
              )}
            </Field>
          </div>
          <Board key={community.id} id={community.id} name={community.name} />
        </>
      ) : null}
    </div>
  );
}

type Act = { readonly kind: 'add' } | { readonly kind: 'rename' | 'close'; readonly grid: GridRow } | null;

function Board({ id, name }: { id: string; name: string }) {
  const t = useWords(setsWords);
  const street = useStreet();
  const { may } = usePowers();
  const mayDraw = may(placesPolicy.grids, {
    streetId: street.id,
    path: [street.id, id],
    gridId: null,
    sectorId: null,
  });
  const { data, error, refetch } = useGrids(id);
  const language = useLanguage();
  const [act, setAct] = useState<Act>(null);
  const selection = useSelection();
  const { assign, busy, problem, selectedHouseholds } = useAssign(data?.rows ?? [], selection.ids);
  if (error) return <ProblemNote problem={asProblem(error)} onRetry={() => void refetch()} />;
  if (!data) return <Bones />;
  const add = mayDraw ? <Button onClick={() => setAct({ kind: 'add' })}>{t('addGrid')}</Button> : null;
  const move = async (to: string, cellIds: readonly string[], from?: string) => {
    if (await assign(to, cellIds, from)) selection.clear();
  };
  return (
    <div className="stack">
      <div className="row row-between">
        <p className="faint">{mayDraw && data.rows.length > 0 ? t('dragHint') : ''}</p>
        {data.rows.length > 0 ? add : null}
      </div>
      <ProblemNote problem={problem} />
      {data.rows.length === 0 ? (
        <Empty title={t('gridsNone')} action={add}>
          {t('gridsNoneLead')}
        </Empty>
      ) : null}
      <div className="grid-board">
        {data.rows.map((grid) => (
          <GridCard
            key={grid.id}
            grid={grid}
            selection={mayDraw ? selection : null}
            onDrop={(cell) => void move(grid.id, selection.ids.has(cell) ? [...selection.ids] : [cell])}
            onRename={() => setAct({ kind: 'rename', grid })}
            onClose={() => setAct({ kind: 'close', grid })}
          />
        ))}
      </div>
      {selection.ids.size > 0 ? (
        <AssignBar
          words={t('selected', {
            count: selection.ids.size,
            shown: formatNumber(selectedHouseholds, language),
          })}
          choices={data.rows}
          busy={busy}
          onAssign={(to, from) => void move(to, [...selection.ids], from)}
          onClear={selection.clear}
        />
      ) : null}
      <GridActs act={act} community={{ id, name }} onClose={() => setAct(null)} />
    </div>
  );
}

/** Moves cells to a grid, today with a way back to where each came from. */
function useAssign(grids: readonly GridRow[], selected: ReadonlySet<string>) {
  const t = useWords(setsWords);
  const street = useStreet();
  const done = useDone();
  const { run, busy, problem } = usePlacesCommand('places.assign-cells');
  const details = useQueries({ queries: grids.map(({ id }) => placesReads.grid(street.id, id)) });
  const members = details.flatMap(({ data }) =>
    data ? data.members.map((cell) => ({ ...cell, gridId: data.id })) : [],
  );
  const selectedHouseholds = members
    .filter(({ id }) => selected.has(id))
    .reduce((sum, { dwellings }) => sum + dwellings, 0);
  const assign = async (to: string, cellIds: readonly string[], from?: string): Promise<boolean> => {
    const moved = members.filter(({ id, gridId }) => cellIds.includes(id) && gridId !== to);
    if (moved.length === 0) return true;
    const ids = moved.map(({ id }) => id);
    const reply = await run({ gridId: to, cellIds: ids, ...(from ? { from } : {}) });
    if (!reply) return false;
    const origins = new Set(moved.map(({ gridId }) => gridId));
    const [origin] = origins;
    const name = grids.find(({ id }) => id === to)?.name ?? '';
    done(
      t('assigned', { count: ids.length, name }),
      // One command undoes it only when all came from one grid, and only while the day is today's.
      origins.size === 1 && !from
        ? { name: 'places.assign-cells', input: { gridId: origin, cellIds: ids } }
        : undefined,
    );
    return true;
  };
  return { assign, busy, problem, selectedHouseholds };
}

function GridActs({
  act,
  community,
  onClose,
}: {
  act: Act;
  community: { id: string; name: string };
  onClose: () => void;
}) {
  const t = useWords(setsWords);
  if (!act) return null;
  if (act.kind === 'add') {
    return (
      <NameDialog
        command="places.add-grid"
        title={t('addGrid')}
        label={t('gridName')}
        submit={t('add')}
        lead={t('addGridLead', { community: community.name })}
        first=""
        inputOf={(name, gridId) => ({ gridId, communityId: community.id, name })}
        done={(name) => t('gridAdded', { name })}
        onClose={onClose}
      />
    );
  }
  const { grid } = act;
  if (act.kind === 'rename') {
    return (
      <NameDialog
        command="places.rename-grid"
        title={t('renameGrid', { name: grid.name })}
        label={t('gridName')}
        submit={t('save')}
        first={grid.name}
        inputOf={(name) => ({ gridId: grid.id, version: grid.version, name })}
        done={(name) => t('gridRenamed', { name })}
        undoOf={({ version }) => ({
          name: 'places.rename-grid',
          input: { gridId: grid.id, version, name: grid.name },
        })}
        onClose={onClose}
      />
    );
  }
  return (
    <CloseSetDialog
      command="places.close-grid"
      title={t('closeGrid', { name: grid.name })}
      lead={t('closeGridLead')}
      inputOf={(reason) => ({ gridId: grid.id, version: grid.version, reason })}
      done={t('gridClosed', { name: grid.name })}
      onClose={onClose}
    />
  );
}
