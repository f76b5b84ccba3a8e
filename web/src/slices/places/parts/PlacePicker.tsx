import type { PlaceKind } from '@linli/core/places';
import { placeKinds } from '@linli/core/places';
import { Input } from 'antd';
import { useDeferredValue, useState } from 'react';
import { useLanguage, useWords } from '../../../platform/i18n/index.ts';
import { Field, PickList, StateMark } from '../../../ui/index.ts';
import { usePlaceSearch } from '../queries.ts';
import { placesWords } from '../words.ts';

export interface PickedPlace {
  readonly id: string;
  readonly name: string;
  readonly kind: PlaceKind;
}

interface PlacePickerProps {
  readonly label: string;
  /** Left out: any kind. */
  readonly kinds?: readonly PlaceKind[];
  /** Ids that make no sense here, e.g. the place itself. */
  readonly without?: readonly string[];
  readonly picked: PickedPlace | null;
  readonly optional?: boolean;
  readonly onPick: (place: PickedPlace) => void;
}

/** Finds one place by name, pinyin or code. */
export function PlacePicker({ label, kinds, without, picked, optional, onPick }: PlacePickerProps) {
  const t = useWords(placesWords);
  const language = useLanguage();
  const [text, setText] = useState('');
  const asked = useDeferredValue(text.trim());
  const { data } = usePlaceSearch(asked);
  const hits = (data?.rows ?? []).filter(
    ({ id, kind }) => (!kinds || kinds.includes(kind)) && !without?.includes(id),
  );
  return (
    <div className="stack">
      <Field
        label={label}
        optional={optional ?? false}
        hint={
          picked ? <StateMark state="clear">{t('picked', { name: picked.name })}</StateMark> : t('pickHint')
        }
      >
        {(control) => (
          <Input
            {...control}
            value={text}
            allowClear
            autoComplete="off"
            onChange={(event) => setText(event.target.value)}
          />
        )}
      </Field>
      {asked && data && hits.length === 0 ? <p className="faint">{t('filterNone')}</p> : null}
      {asked && hits.length > 0 ? (
        <PickList
          items={hits.slice(0, 12)}
          itemKey={({ id }) => id}
          chosen={picked?.id ?? null}
          onPick={onPick}
          title={({ name }) => name}
          hint={({ path, kind }) => [placeKinds[kind][language], ...path].join(' › ')}
        />
      ) : null}
    </div>
  );
}
