import { type PlaceTree, placesPolicy, type SectorList } from '@linli/core/places';
import { useQuery } from '@tanstack/react-query';
import { Button } from 'antd';
import { useState } from 'react';
import { asProblem } from '../../../platform/api/index.ts';
import { useWords } from '../../../platform/i18n/index.ts';
import { Bones, Empty, PageHead, ProblemNote } from '../../../ui/index.ts';
import { usePowers, useStreet } from '../../accounts/index.ts';
import { useDone, usePlacesCommand } from '../commands.ts';
import { CloseSetDialog, NameDialog } from '../dialogs/SetDialogs.tsx';
import { AssignBar } from '../parts/AssignBar.tsx';
import { SectorCard, type SectorCompound } from '../parts/SectorCard.tsx';
import { placesReads, useSectors } from '../queries.ts';
import { useSelection } from '../selection.ts';
import { setsWords } from '../sets-words.ts';
import '../parts/grid-card.css';

type Sector = SectorList['rows'][number];
type Act = { readonly kind: 'add' } | { readonly kind: 'rename' | 'close'; readonly sector: Sector } | null;

/** "In no sector" among the choices; not an id that anything has. */
const none = 'none';

/** The sectors with their compounds, and the compounds that are in none. */
export default function SectorsPage() {
  const t = useWords(setsWords);
  const street = useStreet();
  const { may } = usePowers();
  const sectors = useSectors();
  const tree = useQuery(placesReads.tree(street.id, street.id, 2));
  const [act, setAct] = useState<Act>(null);
  const mayDraw = may(placesPolicy.sectors);
  const error = sectors.error ?? tree.error;
  const add = mayDraw ? (
    <Button type="primary" onClick={() => setAct({ kind: 'add' })}>
      {t('addSector')}
    </Button>
  ) : null;
  const retry = () => {
    void sectors.refetch();
    void tree.refetch();
  };
  return (
    <div className="stack-wide">
      <PageHead title={t('sectors')} lead={t('sectorsLead')} actions={add} />
      {error ? <ProblemNote problem={asProblem(error)} onRetry={retry} /> : null}
      {sectors.data && tree.data ? (
        <Board sectors={sectors.data.rows} tree={tree.data} mayDraw={mayDraw} onAct={setAct} />
      ) : null}
      {(!sectors.data || !tree.data) && !error ? <Bones /> : null}
      <SectorActs act={act} onClose={() => setAct(null)} />
    </div>
  );
}

function withoutSector(tree: PlaceTree, sectors: readonly Sector[]): readonly SectorCompound[] {
  const taken = new Set(sectors.flatMap(({ compounds }) => compounds.map(({ id }) => id)));
  const names = new Map(tree.rows.map(({ id, name }) => [id, name]));
  return tree.rows
    .filter(({ id, kind }) => kind === 'compound' && !taken.has(id))
    .map(({ id, name, parentId }) => ({
      id,
      name,
      communityId: parentId ?? '',
      communityName: names.get(parentId ?? '') ?? '',
    }));
}

interface BoardProps {
  readonly sectors: readonly Sector[];
  readonly tree: PlaceTree;
  readonly mayDraw: boolean;
  readonly onAct: (act: Act) => void;
}

function Board({ sectors, tree, mayDraw, onAct }: BoardProps) {
  const t = useWords(setsWords);
  const done = useDone();
  const selection = useSelection();
  const { run, busy, problem } = usePlacesCommand('places.assign-compounds');
  const loose = withoutSector(tree, sectors);
  const choices = [...sectors.map(({ id, name }) => ({ id, name })), { id: none, name: t('noSector') }];
  const assign = async (to: string, from: string | undefined) => {
    const compoundIds = [...selection.ids];
    const sectorId = to === none ? null : to;
    const reply = await run({ sectorId, compoundIds, ...(from ? { from } : {}) });
    if (!reply) return;
    selection.clear();
    const name = choices.find(({ id }) => id === to)?.name ?? '';
    done(t('sectorAssigned', { count: compoundIds.length, name }));
  };
  return (
    <div className="stack">
      <ProblemNote problem={problem} />
      {sectors.length === 0 ? <Empty title={t('sectorsNone')}>{t('sectorsNoneLead')}</Empty> : null}
      <div className="grid-board">
        {sectors.map((sector) => (
          <SectorCard
            key={sector.id}
            name={sector.name}
            counts={sector}
            compounds={sector.compounds}
            selection={mayDraw ? selection : null}
            onRename={() => onAct({ kind: 'rename', sector })}
            onClose={() => onAct({ kind: 'close', sector })}
          />
        ))}
        {loose.length > 0 ? (
          <SectorCard name={t('noSector')} compounds={loose} selection={mayDraw ? selection : null} />
        ) : null}
      </div>
      {selection.ids.size > 0 ? (
        <AssignBar
          words={t('selectedCompounds', { count: selection.ids.size })}
          choices={choices}
          busy={busy}
          onAssign={(to, from) => void assign(to, from)}
          onClear={selection.clear}
        />
      ) : null}
    </div>
  );
}

function SectorActs({ act, onClose }: { act: Act; onClose: () => void }) {
  const t = useWords(setsWords);
  if (!act) return null;
  if (act.kind === 'add') {
    return (
      <NameDialog
        command="places.add-sector"
        title={t('addSector')}
        label={t('sectorName')}
        submit={t('add')}
        first=""
        inputOf={(name, sectorId) => ({ sectorId, name })}
        done={(name) => t('sectorAdded', { name })}
        onClose={onClose}
      />
    );
  }
  const { sector } = act;
  if (act.kind === 'rename') {
    return (
      <NameDialog
        command="places.rename-sector"
        title={t('renameSector', { name: sector.name })}
        label={t('sectorName')}
        submit={t('save')}
        first={sector.name}
        inputOf={(name) => ({ sectorId: sector.id, version: sector.version, name })}
        done={(name) => t('sectorRenamed', { name })}
        undoOf={({ version }) => ({
          name: 'places.rename-sector',
          input: { sectorId: sector.id, version, name: sector.name },
        })}
        onClose={onClose}
      />
    );
  }
  return (
    <CloseSetDialog
      command="places.close-sector"
      title={t('closeSector', { name: sector.name })}
      lead={t('closeSectorLead')}
      inputOf={(reason) => ({ sectorId: sector.id, version: sector.version, reason })}
      done={t('sectorClosed', { name: sector.name })}
      onClose={onClose}
    />
  );
}
