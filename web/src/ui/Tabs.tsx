import { type KeyboardEvent, type ReactNode, useId, useRef } from 'react';
import './tabs.css';

interface TabsProps<Key extends string> {
  readonly label: string;
  readonly tabs: readonly { readonly key: Key; readonly title: ReactNode }[];
  readonly at: Key;
  readonly onChange: (key: Key) => void;
  readonly children: ReactNode;
}

/** Tabs after the ARIA pattern: one tab stop, arrow keys move and choose. */
export function Tabs<Key extends string>({ label, tabs, at, onChange, children }: TabsProps<Key>) {
  const id = useId();
  const list = useRef<HTMLDivElement>(null);
  const press = (event: KeyboardEvent) => {
    const now = tabs.findIndex(({ key }) => key === at);
    const steps: Readonly<Record<string, number>> = {
      ArrowRight: (now + 1) % tabs.length,
      ArrowLeft: (now + tabs.length - 1) % tabs.length,
      Home: 0,
      End: tabs.length - 1,
    };
    const next = steps[event.key];
    const tab = next === undefined ? undefined : tabs[next];
    if (!tab) return;
    event.preventDefault();
    onChange(tab.key);
    list.current?.querySelector<HTMLElement>(`[data-tab="${tab.key}"]`)?.focus();
  };
  return (
    <div className="tabs">
      <div className="tab-list no-print" role="tablist" aria-label={label} ref={list} onKeyDown={press}>
        {tabs.map(({ key, title }) => (
          <button
            key={key}
            type="button"
            role="tab"
            id={`${id}-${key}`}
            data-tab={key}
            aria-selected={key === at}
            aria-controls={`${id}-panel`}
            tabIndex={key === at ? 0 : -1}
            onClick={() => onChange(key)}
          >
            {title}
          </button>
        ))}
      </div>
      <div role="tabpanel" id={`${id}-panel`} aria-labelledby={`${id}-${at}`} className="tab-panel">
        {children}
      </div>
    </div>
  );
}
