import {
  type PlaceDetail,
  type PlaceKind,
  parentKinds,
  placeKindNames,
  placeKinds,
} from '@linli/core/places';
import { Button, Dropdown } from 'antd';
import { useLanguage, useWords } from '../../../platform/i18n/index.ts';
import type { PlaceDialogName } from '../dialogs/PlaceDialog.tsx';
import type { PlacePowers } from '../powers.ts';
import { placesWords } from '../words.ts';

interface PlaceActionsProps {
  readonly place: PlaceDetail;
  readonly powers: PlacePowers;
  readonly onAct: (dialog: PlaceDialogName) => void;
}

/** The kinds that may stand directly below a place. */
function kindsBelow(kind: PlaceKind): readonly PlaceKind[] {
  return placeKindNames.filter((candidate) => parentKinds[candidate].includes(kind));
}

const rarely: readonly PlaceDialogName[] = ['move', 'merge', 'split', 'close', 'remove'];

/** What is done often as buttons, the rest behind one; nothing is shown that would be refused. */
export function PlaceActions({ place, powers, onAct }: PlaceActionsProps) {
  const t = useWords(placesWords);
  const language = useLanguage();
  if (place.closedOn) {
    return powers.edit ? (
      <div className="row no-print">
        <Button onClick={() => onAct('reopen')}>{t('reopen')}</Button>
      </div>
    ) : null;
  }
  const below = powers.addBelow ? kindsBelow(place.kind) : [];
  const more = place.kind === 'street' ? [] : rarely;
  if (below.length === 0 && !powers.edit) return null;
  return (
    <div className="row no-print">
      {below.map((kind, index) => (
        <Button
          key={kind}
          type={index === 0 ? 'primary' : 'default'}
          onClick={() => onAct(`add-${kind}` as PlaceDialogName)}
        >
          {t('addBelow', { kind: placeKinds[kind][language] })}
        </Button>
      ))}
      {powers.edit ? (
        <>
          <Button onClick={() => onAct('rename')}>{t('rename')}</Button>
          <Button onClick={() => onAct('edit')}>{t('edit')}</Button>
        </>
      ) : null}
      {powers.edit && more.length > 0 ? (
        <Dropdown
          trigger={['click']}
          getPopupContainer={(trigger) => trigger.parentElement ?? trigger}
          menu={{
            items: more.map((name) => ({ key: name, label: t(name as 'move') })),
            onClick: ({ key }) => onAct(key as PlaceDialogName),
          }}
        >
          <Button aria-haspopup="menu">{t('more')}</Button>
        </Dropdown>
      ) : null}
    </div>
  );
}
