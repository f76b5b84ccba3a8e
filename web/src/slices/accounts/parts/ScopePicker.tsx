import type { ScopeKind } from '@linli/core/kernel';
import { useQuery } from '@tanstack/react-query';
import { Input } from 'antd';
import { useDeferredValue, useState } from 'react';
import { get, readKey, withQuery } from '../../../platform/api/index.ts';
import { useWords } from '../../../platform/i18n/index.ts';
import { Field, PickList, StateMark } from '../../../ui/index.ts';
import { useStreet } from '../session.ts';
import { accountWords } from '../words.ts';

interface Scope {
  readonly kind: ScopeKind;
  readonly id: string;
  readonly name: string;
}

interface ScopePickerProps {
  readonly seats: readonly ('street' | 'place' | 'grid' | 'sector')[];
  readonly scope: Scope | null;
  readonly onPick: (scope: Scope) => void;
}

interface Hit extends Scope {
  readonly hint: string;
}

/** As much of the replies of places as a name needs; the slice of accounts does not lean on that slice. */
interface Named {
  readonly rows: readonly {
    readonly id: string;
    readonly name: string;
    readonly communityName?: string;
    readonly path?: readonly string[];
  }[];
}

function useHits(seats: ScopePickerProps['seats'], text: string): readonly Hit[] {
  const street = useStreet();
  const base = `/api/streets/${street.id}/places`;
  const read = (path: string, enabled: boolean) => ({
    queryKey: readKey(street.id, 'places', 'scope', path),
    queryFn: ({ signal }: { signal: AbortSignal }) => get<Named>(path, signal),
    enabled,
  });
  const places = useQuery(
    read(withQuery(`${base}/search`, { q: text }), text !== '' && seats.includes('place')),
  );
  const grids = useQuery(read(`${base}/grids`, seats.includes('grid')));
  const sectors = useQuery(read(`${base}/sectors`, seats.includes('sector')));
  const matching = (named: Named | undefined) =>
    (named?.rows ?? []).filter(({ name, communityName }) => `${communityName ?? ''}${name}`.includes(text));
  return [
    ...matching(sectors.data).map(({ id, name }) => ({ kind: 'sector' as const, id, name, hint: '' })),
    ...matching(grids.data).map(({ id, name, communityName }) => ({
      kind: 'grid' as const,
      id,
      name: `${communityName ?? ''} ${name}`.trim(),
      hint: '',
    })),
    ...(places.data?.rows ?? []).map(({ id, name, path }) => ({
      kind: 'place' as const,
      id,
      name,
      hint: (path ?? []).join(' › '),
    })),
  ];
}

/** Where a role is held: the street, a place, a grid or a sector, as far as the role allows. */
export function ScopePicker({ seats, scope, onPick }: ScopePickerProps) {
  const t = useWords(accountWords);
  const street = useStreet();
  const [text, setText] = useState('');
  const hits = useHits(seats, useDeferredValue(text.trim()));
  const kinds = { place: t('scopePlace'), grid: t('scopeGrid'), sector: t('scopeSector') };
  const chosen = scope ? <StateMark state="clear">{scope.name}</StateMark> : t('scopePick');
  const onlyStreet = seats.length === 1 && seats[0] === 'street';
  if (onlyStreet) {
    return (
      <p>
        {t('scope')}: {t('scopeWhole')}
      </p>
    );
  }
  return (
    <div className="stack">
      {seats.includes('street') ? (
        <label className="check">
          <input
            type="checkbox"
            checked={scope?.id === street.id}
            onChange={() => onPick({ kind: 'place', id: street.id, name: street.name })}
          />
          {t('scopeWhole')}
        </label>
      ) : null}
      <Field label={t('scope')} hint={chosen}>
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
      {hits.length > 0 ? (
        <PickList
          items={hits.slice(0, 30)}
          itemKey={({ id }) => id}
          chosen={scope?.id ?? null}
          onPick={onPick}
          title={({ name }) => name}
          hint={({ kind, hint }) => [kinds[kind], hint].filter(Boolean).join(' · ')}
        />
      ) : null}
    </div>
  );
}
