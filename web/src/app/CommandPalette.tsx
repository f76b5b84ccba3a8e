import { useQueries } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { type KeyboardEvent, useDeferredValue, useEffect, useId, useRef, useState } from 'react';
import { useLanguage, useWords } from '../platform/i18n/index.ts';
import type { OfficePage } from '../platform/office/index.ts';
import { isDark, setPrefs, usePrefs } from '../platform/prefs/index.ts';
import { powersIn, type Street } from '../slices/accounts/index.ts';
import { officeSlices } from './slices.ts';
import { useChooseLanguage } from './use-prefs-menu.ts';
import { appWords } from './words.ts';
import './palette.css';

interface PaletteProps {
  readonly street: Street | null;
  readonly pages: readonly OfficePage[];
  readonly onClose: () => void;
  readonly onHelp: () => void;
}

interface Entry {
  readonly id: string;
  readonly group: string;
  readonly title: string;
  readonly hint: string;
  readonly run: () => void;
}

/** One box to go anywhere: places by name or pinyin, pages, actions. A combobox over a list, after the ARIA pattern. */
export function CommandPalette({ street, pages, onClose, onHelp }: PaletteProps) {
  const t = useWords(appWords);
  const [text, setText] = useState('');
  const asked = useDeferredValue(text.trim());
  const [at, setAt] = useState(0);
  const list = useId();
  const dialog = useRef<HTMLDialogElement>(null);
  const { entries, busy } = useEntries(asked, { street, pages, onHelp });
  const chosen = Math.min(at, entries.length - 1);

  useEffect(() => {
    // A native modal dialog keeps the focus inside, closes on Esc and gives the focus back by itself.
    dialog.current?.showModal();
  }, []);
  useEffect(() => {
    document.getElementById(`${list}-${chosen}`)?.scrollIntoView({ block: 'nearest' });
  }, [chosen, list]);

  const pick = (entry: Entry | undefined) => {
    if (!entry) return;
    dialog.current?.close();
    entry.run();
  };
  const press = (event: KeyboardEvent) => {
    if (event.key === 'ArrowDown') setAt((chosen + 1) % Math.max(entries.length, 1));
    else if (event.key === 'ArrowUp') setAt((chosen + entries.length - 1) % Math.max(entries.length, 1));
    else if (event.key === 'Enter' && !event.nativeEvent.isComposing) pick(entries[chosen]);
    else return;
    event.preventDefault();
  };

  return (
    <dialog
      ref={dialog}
      className="palette"
      aria-label={t('search')}
      onClose={onClose}
      onClick={(event) => {
        if (event.target === dialog.current) dialog.current?.close();
      }}
      onKeyDown={press}
    >
      <div className="palette-body">
        <input
          className="palette-input"
          role="combobox"
          aria-label={t('searchLong')}
          aria-expanded={entries.length > 0}
          aria-controls={list}
          aria-autocomplete="list"
          aria-activedescendant={chosen >= 0 ? `${list}-${chosen}` : undefined}
          placeholder={t('searchLong')}
          autoComplete="off"
          spellCheck={false}
          value={text}
          onChange={(event) => {
            setText(event.target.value);
            setAt(0);
          }}
        />
        <PaletteList id={list} entries={entries} chosen={chosen} onPick={pick} />
        {entries.length === 0 && !busy ? (
          <p className="palette-none">{t('noFinding', { text: asked })}</p>
        ) : null}
        <p className="palette-foot">
          <span aria-live="polite">{busy ? t('finding') : t('findings', { count: entries.length })}</span>
          <span>{t('paletteKeys')}</span>
        </p>
      </div>
    </dialog>
  );
}

function PaletteList({
  id,
  entries,
  chosen,
  onPick,
}: {
  id: string;
  entries: readonly Entry[];
  chosen: number;
  onPick: (entry: Entry) => void;
}) {
  const t = useWords(appWords);
  return (
    <div className="palette-list" role="listbox" id={id} aria-label={t('search')}>
      {entries.map((entry, index) => (
        // The keyboard drives the input above; the pointer is the only one that comes here.
        // biome-ignore lint/a11y/useKeyWithClickEvents: see above.
        // biome-ignore lint/a11y/useFocusableInteractive: options of a combobox are never focused themselves.
        <div
          key={entry.id}
          id={`${id}-${index}`}
          role="option"
          aria-selected={index === chosen}
          className="palette-option"
          onClick={() => onPick(entry)}
        >
          <span>{entry.title}</span>
          <span className="palette-hint">{entry.hint || entry.group}</span>
        </div>
      ))}
    </div>
  );
}

function matches(text: string, ...titles: readonly string[]): boolean {
  const wanted = text.toLowerCase();
  return titles.some((title) => title.toLowerCase().includes(wanted));
}

function useEntries(
  text: string,
  { street, pages, onHelp }: Pick<PaletteProps, 'street' | 'pages' | 'onHelp'>,
) {
  const t = useWords(appWords);
  const language = useLanguage();
  const navigate = useNavigate();
  const prefs = usePrefs();
  const chooseLanguage = useChooseLanguage();
  const searched = street
    ? officeSlices.filter(({ find }) => find && powersIn(street).mayAnywhere(find.permission))
    : [];
  const findings = useQueries({
    queries: searched.map(({ name, find }) => ({
      queryKey: ['find', street?.id, name, text],
      enabled: text.length > 0 && street !== null,
      placeholderData: (previous: Awaited<ReturnType<NonNullable<typeof find>['search']>> | undefined) =>
        previous,
      queryFn: ({ signal }: { signal: AbortSignal }) =>
        find && street ? find.search(street.id, text, signal) : Promise.resolve([]),
    })),
  });
  const go = (path: string) => () => void navigate({ to: `/${street?.prefix ?? ''}/${path}` });
  const actions: readonly [string, () => void][] = [
    [t('actionTheme'), () => setPrefs({ theme: isDark() ? 'light' : 'dark' })],
    [t('actionSize'), () => setPrefs({ size: prefs.size === 'elder' ? 'normal' : 'elder' })],
    [t('actionLanguage'), () => chooseLanguage(language === 'zh' ? 'en' : 'zh')],
    [t('actionHelp'), onHelp],
  ];
  const found =
    text === ''
      ? []
      : findings.flatMap((finding, index) => {
          const title = searched[index]?.find?.title[language] ?? '';
          return (finding.data ?? []).map(
            (hit): Entry => ({
              id: hit.id,
              group: title,
              title: hit.title,
              hint: hit.hint,
              run: go(hit.path),
            }),
          );
        });
  const entries: readonly Entry[] = [
    ...found,
    ...pages
      .filter(({ nav, title }) => nav && matches(text, title.zh, title.en))
      .map(({ path, title }) => ({
        id: `page:${path}`,
        group: t('pages'),
        title: title[language],
        hint: '',
        run: go(path),
      })),
    ...actions
      .filter(([title]) => matches(text, title))
      .map(([title, run]) => ({ id: `action:${title}`, group: t('actions'), title, hint: '', run })),
  ];
  return { entries, busy: findings.some(({ isFetching }) => isFetching) };
}
