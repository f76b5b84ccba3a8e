export { type Column, DataTable } from './DataTable.tsx';
export { Empty } from './Empty.tsx';
export { Facts } from './Facts.tsx';
export { type ControlProps, Field, useRefusals } from './Field.tsx';
export { Count, Figure, Figures } from './Figure.tsx';
export { FormDialog } from './FormDialog.tsx';
export {
  AuditIcon,
  GridIcon,
  ImportIcon,
  LineIcon,
  PeopleIcon,
  PlacesIcon,
  SectorIcon,
  TodayIcon,
} from './icons.tsx';
export { Keys } from './Keys.tsx';
export { Note } from './Note.tsx';
export { PageHead, Section } from './PageHead.tsx';
export { PickList } from './PickList.tsx';
export { ProblemNote } from './ProblemNote.tsx';
export { Bones, Progress } from './Progress.tsx';
export { Qr } from './Qr.tsx';
export { type State, StateMark } from './StateMark.tsx';
export { Tabs } from './Tabs.tsx';
export { Theme } from './Theme.tsx';
