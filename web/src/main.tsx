import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { Root } from './app/Root.tsx';
import { startI18n } from './platform/i18n/index.ts';
import { currentPrefs, showPrefs } from './platform/prefs/index.ts';
import './ui/base.css';

showPrefs();
startI18n(currentPrefs().language);

const place = document.getElementById('root');
if (!place) throw new Error('the page has no place for the office');
createRoot(place).render(
  <StrictMode>
    <Root />
  </StrictMode>,
);
