import type { PlacesCommandName } from '@linli/core/places';
import { useRef, useState } from 'react';
import { newId } from '../../../platform/api/index.ts';
import { useWords } from '../../../platform/i18n/index.ts';
import { FormDialog, useRefusals } from '../../../ui/index.ts';
import { type Undo, useDone, usePlacesCommand } from '../commands.ts';
import { ReasonField, TextField } from '../parts/fields.tsx';
import { setsWords } from '../sets-words.ts';

interface NameDialogProps<Name extends PlacesCommandName> {
  readonly command: Name;
  readonly title: string;
  readonly label: string;
  readonly submit: string;
  readonly lead?: string;
  readonly first: string;
  /** The command's input for a typed name, and for an id made once for the dialog. */
  readonly inputOf: (
    name: string,
    id: string,
  ) => Parameters<ReturnType<typeof usePlacesCommand<Name>>['run']>[0];
  readonly done: (name: string) => string;
  readonly undoOf?: (reply: { id: string; version: number }) => Undo;
  readonly onClose: () => void;
}

/** Adds or renames something that has a name and little else: a grid, a sector. */
export function NameDialog<Name extends PlacesCommandName>(props: NameDialogProps<Name>) {
  const { run, busy, failedTries, problem } = usePlacesCommand(props.command);
  const refusal = useRefusals(problem);
  const say = useDone();
  const id = useRef(newId());
  const [name, setName] = useState(props.first);
  const submit = async () => {
    const reply = await run(props.inputOf(name.trim(), id.current));
    if (!reply) return;
    props.onClose();
    say(props.done(name.trim()), props.undoOf?.(reply));
  };
  return (
    <FormDialog
      title={props.title}
      submit={props.submit}
      onSubmit={() => void submit()}
      onClose={props.onClose}
      busy={busy}
      failedTries={failedTries}
      problem={problem}
      shownAtFields={['name']}
      disabled={name.trim() === '' || name.trim() === props.first}
    >
      {props.lead ? <p className="soft">{props.lead}</p> : null}
      <TextField label={props.label} value={name} onChange={setName} most={40} refusal={refusal('name')} />
    </FormDialog>
  );
}

interface CloseSetDialogProps<Name extends PlacesCommandName> {
  readonly command: Name;
  readonly title: string;
  readonly lead: string;
  readonly inputOf: (reason: string) => Parameters<ReturnType<typeof usePlacesCommand<Name>>['run']>[0];
  readonly done: string;
  readonly onClose: () => void;
}

/** Ends a grid, a sector or a node of a line, with the reason that goes into the audit. */
export function CloseSetDialog<Name extends PlacesCommandName>(props: CloseSetDialogProps<Name>) {
  const t = useWords(setsWords);
  const { run, busy, failedTries, problem } = usePlacesCommand(props.command);
  const say = useDone();
  const [reason, setReason] = useState('');
  const submit = async () => {
    const reply = await run(props.inputOf(reason.trim()));
    if (!reply) return;
    props.onClose();
    say(props.done);
  };
  return (
    <FormDialog
      title={props.title}
      submit={t('close')}
      onSubmit={() => void submit()}
      onClose={props.onClose}
      busy={busy}
      failedTries={failedTries}
      problem={problem}
      disabled={reason.trim() === ''}
      danger
    >
      <p className="soft">{props.lead}</p>
      <ReasonField value={reason} onChange={setReason} />
    </FormDialog>
  );
}
