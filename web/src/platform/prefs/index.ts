export { currentPrefs, isDark, type Prefs, setPrefs, showPrefs, useDark, usePrefs } from './prefs.ts';
