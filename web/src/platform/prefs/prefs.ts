import { type Language, preferredLanguage } from '@linli/core/kernel';
import { useSyncExternalStore } from 'react';

/** What one person set for this browser. */
export interface Prefs {
  readonly theme: 'auto' | 'light' | 'dark';
  readonly language: Language;
  readonly size: 'normal' | 'elder';
  /** Short code of the street opened last. */
  readonly street: string | null;
}

const key = 'linli.prefs';
const readers = new Set<() => void>();
const darkOutside = window.matchMedia('(prefers-color-scheme: dark)');
let prefs = load();

function load(): Prefs {
  const first: Prefs = {
    theme: 'auto',
    language: preferredLanguage(navigator.languages.join(',')),
    size: 'normal',
    street: null,
  };
  try {
    const kept = JSON.parse(localStorage.getItem(key) ?? '{}') as Partial<Prefs>;
    return {
      theme: kept.theme === 'light' || kept.theme === 'dark' ? kept.theme : first.theme,
      language: kept.language === 'zh' || kept.language === 'en' ? kept.language : first.language,
      size: kept.size === 'elder' ? 'elder' : 'normal',
      street: typeof kept.street === 'string' ? kept.street : null,
    };
  } catch {
    // A browser that keeps nothing (or something unreadable) still shows the office, in its own language.
    return first;
  }
}

export function currentPrefs(): Prefs {
  return prefs;
}

export function setPrefs(change: Partial<Prefs>): void {
  prefs = { ...prefs, ...change };
  try {
    localStorage.setItem(key, JSON.stringify(prefs));
  } catch {
    // Private windows may refuse; the choice then lasts as long as the page.
  }
  showPrefs();
  for (const reader of readers) reader();
}

/** True when the page is dark now: by choice, or because the device is. */
export function isDark(): boolean {
  return prefs.theme === 'dark' || (prefs.theme === 'auto' && darkOutside.matches);
}

/** Writes the prefs to the document, where tokens.css reads them. */
export function showPrefs(): void {
  const root = document.documentElement;
  root.dataset.theme = isDark() ? 'dark' : 'light';
  root.dataset.size = prefs.size;
  root.lang = prefs.language === 'zh' ? 'zh-CN' : 'en';
}

function subscribe(reader: () => void): () => void {
  readers.add(reader);
  return () => readers.delete(reader);
}

darkOutside.addEventListener('change', () => {
  showPrefs();
  for (const reader of readers) reader();
});

export function usePrefs(): Prefs {
  return useSyncExternalStore(subscribe, currentPrefs);
}

export function useDark(): boolean {
  return useSyncExternalStore(subscribe, isDark);
}
