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

interface Hit extends PickedPlace {
  readonly path?: readonly string[];
}

interface PlacePickerProps {
  readonly label: string;
  /** Left out: any kind. */
  readonly kinds?: readonly PlaceKind[];
  /** Ids that make no sense here, e.g. the place itself. */
  readonly without?: readonly string[];
  /** Offered before anything is typed, and first after that: what is most likely meant. */
  readonly near?: readonly PickedPlace[];
  readonly picked: PickedPlace | null;
  readonly optional?: boolean;
  readonly onPick: (place: PickedPlace) => void;
}

/** Finds one place by name, pinyin or code. */
export function PlacePicker(props: PlacePickerProps) {
  const { label, kinds, without, near = [], picked, optional, onPick } = props;
  const t = useWords(placesWords);
  const language = useLanguage();
  const [text, setText] = useState('');
  const asked = useDeferredValue(text.trim());
  const { data } = usePlaceSearch(asked);
  const fits = ({ id, kind }: PickedPlace) => (!kinds || kinds.includes(kind)) && !without?.includes(id);
  const likely: readonly Hit[] = near.filter((place) => fits(place) && place.name.includes(asked));
  const found: readonly Hit[] = asked ? (data?.rows ?? []).filter(fits) : [];
  const hits = [...likely, ...found.filter(({ id }) => !likely.some((place) => place.id === id))];
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
      {hits.length > 0 ? (
        <PickList
          items={hits.slice(0, 12)}
          itemKey={({ id }) => id}
          chosen={picked?.id ?? null}
          onPick={onPick}
          title={({ name }) => name}
          hint={({ path, kind }) => [placeKinds[kind][language], ...(path ?? [])].join(' › ')}
        />
      ) : null}
    </div>
  );
}
