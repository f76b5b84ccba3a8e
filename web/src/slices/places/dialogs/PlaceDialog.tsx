import type { ComponentType } from 'react';
import { AddAliasDialog } from './AddAliasDialog.tsx';
import { AddPlaceDialog } from './AddPlaceDialog.tsx';
import { ClosePlaceDialog, RemovePlaceDialog, ReopenPlaceDialog } from './ClosePlaceDialog.tsx';
import { EditPlaceDialog } from './EditPlaceDialog.tsx';
import { MergePlaceDialog } from './MergePlaceDialog.tsx';
import { MovePlaceDialog } from './MovePlaceDialog.tsx';
import type { PlaceDialogProps } from './props.ts';
import { RenamePlaceDialog } from './RenamePlaceDialog.tsx';
import { SplitPlaceDialog } from './SplitPlaceDialog.tsx';
import { SwitchCellsDialog } from './SwitchCellsDialog.tsx';

const dialogs = {
  rename: RenamePlaceDialog,
  edit: EditPlaceDialog,
  move: MovePlaceDialog,
  merge: MergePlaceDialog,
  split: SplitPlaceDialog,
  close: ClosePlaceDialog,
  reopen: ReopenPlaceDialog,
  remove: RemovePlaceDialog,
  'switch-cells': SwitchCellsDialog,
  'add-alias': AddAliasDialog,
  'add-community': (props: PlaceDialogProps) => <AddPlaceDialog {...props} kind="community" />,
  'add-compound': (props: PlaceDialogProps) => <AddPlaceDialog {...props} kind="compound" />,
  'add-building': (props: PlaceDialogProps) => <AddPlaceDialog {...props} kind="building" />,
  'add-unit': (props: PlaceDialogProps) => <AddPlaceDialog {...props} kind="unit" />,
  'add-site': (props: PlaceDialogProps) => <AddPlaceDialog {...props} kind="site" />,
} satisfies Record<string, ComponentType<PlaceDialogProps>>;

export type PlaceDialogName = keyof typeof dialogs;

/** The small form for one act on one place. */
export function PlaceDialog({ name, ...props }: PlaceDialogProps & { name: PlaceDialogName }) {
  const Dialog: ComponentType<PlaceDialogProps> = dialogs[name];
  return <Dialog {...props} />;
}
