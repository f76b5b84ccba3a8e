export { formatFresh, formatMoment, formatNumber } from './format.ts';
export {
  changeLanguage,
  defineWords,
  type Say,
  startI18n,
  useLanguage,
  useWords,
  type Words,
} from './i18n.ts';
