import { useEffect, useRef } from 'react';

interface Shortcuts {
  readonly openPalette: () => void;
  readonly openHelp: () => void;
  readonly go: (key: string) => void;
}

/** How long `g` waits for the second key, milliseconds. */
const patience = 1_200;

/** True while keys belong to what is being typed, or to a dialog. */
function isTaken(event: KeyboardEvent): boolean {
  const at = event.target instanceof HTMLElement ? event.target : null;
  return Boolean(
    at?.isContentEditable || at?.closest('input, select, textarea, [role="dialog"], [role="menu"]'),
  );
}

/** Ctrl/⌘ K anywhere; `?` and `g` + letter while nothing is being typed. */
export function useShortcuts(shortcuts: Shortcuts): void {
  const current = useRef(shortcuts);
  current.current = shortcuts;
  useEffect(() => {
    let waitingSince = 0;
    const press = (event: KeyboardEvent) => {
      if ((event.ctrlKey || event.metaKey) && event.key.toLowerCase() === 'k') {
        event.preventDefault();
        current.current.openPalette();
        return;
      }
      if (event.ctrlKey || event.metaKey || event.altKey || isTaken(event)) return;
      if (event.key === '?') {
        event.preventDefault();
        current.current.openHelp();
      } else if (event.key === 'g') {
        waitingSince = event.timeStamp;
      } else if (event.timeStamp - waitingSince < patience) {
        waitingSince = 0;
        current.current.go(event.key.toLowerCase());
      }
    };
    document.addEventListener('keydown', press);
    return () => document.removeEventListener('keydown', press);
  }, []);
}
