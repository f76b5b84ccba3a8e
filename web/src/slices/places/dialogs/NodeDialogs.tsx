import { type LineNode, type LineType, lineTypeNames, lineTypes } from '@linli/core/places';
import { useRef, useState } from 'react';
import { newId } from '../../../platform/api/index.ts';
import { useLanguage, useWords } from '../../../platform/i18n/index.ts';
import { Field, FormDialog, useRefusals } from '../../../ui/index.ts';
import { useDone, usePlacesCommand } from '../commands.ts';
import { type LineRow, withBelow } from '../line-rows.ts';
import { linesWords } from '../lines-words.ts';
import { type Attached, AttachFields, attachedInput } from '../parts/AttachFields.tsx';
import { TextField } from '../parts/fields.tsx';

/** What usually stands below what, in the Party line: 社区党委 → 小区党支部 → 网格党小组 → 党员中心户. */
const nextType: Readonly<Partial<Record<LineType, LineType>>> = {
  party_work: 'party_committee',
  party_committee: 'party_branch',
  party_branch: 'party_group',
  party_group: 'party_home',
};

function TypeField({ value, onChange }: { value: LineType; onChange: (type: LineType) => void }) {
  const t = useWords(linesWords);
  const language = useLanguage();
  return (
    <Field label={t('type')}>
      {(control) => (
        <select
          {...control}
          className="select"
          value={value}
          onChange={(event) => onChange(lineTypeNames.find((name) => name === event.target.value) ?? value)}
        >
          {lineTypeNames.map((name) => (
            <option key={name} value={name}>
              {lineTypes[name][language]}
            </option>
          ))}
        </select>
      )}
    </Field>
  );
}

interface AddNodeDialogProps {
  readonly line: string;
  readonly parent: LineNode | null;
  readonly onClose: () => void;
}

export function AddNodeDialog({ line, parent, onClose }: AddNodeDialogProps) {
  const t = useWords(linesWords);
  const done = useDone();
  const { run, busy, failedTries, problem } = usePlacesCommand('places.add-node');
  const refusal = useRefusals(problem);
  const nodeId = useRef(newId());
  const [name, setName] = useState('');
  const [type, setType] = useState<LineType>(
    parent ? (nextType[parent.type] ?? parent.type) : 'party_committee',
  );
  const [attached, setAttached] = useState<Attached>({ kind: 'none' });
  const submit = async () => {
    const { placeId, gridId } = attachedInput(attached);
    const reply = await run({
      nodeId: nodeId.current,
      line,
      parentId: parent?.id ?? null,
      type,
      name: name.trim(),
      ...(placeId ? { placeId } : {}),
      ...(gridId ? { gridId } : {}),
    });
    if (!reply) return;
    onClose();
    done(t('added', { name: name.trim() }));
  };
  return (
    <FormDialog
      title={parent ? t('addBelowOf', { name: parent.name }) : t('addRoot')}
      submit={t('add')}
      onSubmit={() => void submit()}
      onClose={onClose}
      busy={busy}
      failedTries={failedTries}
      problem={problem}
      shownAtFields={['name']}
      disabled={name.trim() === ''}
    >
      <TypeField value={type} onChange={setType} />
      <TextField label={t('name')} value={name} onChange={setName} most={60} refusal={refusal('name')} />
      <AttachFields attached={attached} onChange={setAttached} />
    </FormDialog>
  );
}

interface NodeDialogProps {
  readonly node: LineNode;
  readonly onClose: () => void;
}

function attachedOf(node: LineNode): Attached {
  if (node.place) return { kind: 'place', place: node.place };
  if (node.grid) return { kind: 'grid', gridId: node.grid.id };
  return { kind: 'none' };
}

export function EditNodeDialog({ node, onClose }: NodeDialogProps) {
  const t = useWords(linesWords);
  const done = useDone();
  const { run, busy, failedTries, problem } = usePlacesCommand('places.edit-node');
  const refusal = useRefusals(problem);
  const [name, setName] = useState(node.name);
  const [type, setType] = useState<LineType>(node.type);
  const [attached, setAttached] = useState<Attached>(attachedOf(node));
  const submit = async () => {
    const now = { type, name: name.trim(), ...attachedInput(attached) };
    const reply = await run({ nodeId: node.id, version: node.version, ...now });
    if (!reply) return;
    onClose();
    const before = { type: node.type, name: node.name, ...attachedInput(attachedOf(node)) };
    done(t('saved', { name: name.trim() }), {
      name: 'places.edit-node',
      input: { nodeId: node.id, version: reply.version, ...before },
    });
  };
  return (
    <FormDialog
      title={t('editOf', { name: node.name })}
      submit={t('save')}
      onSubmit={() => void submit()}
      onClose={onClose}
      busy={busy}
      failedTries={failedTries}
      problem={problem}
      shownAtFields={['name']}
      disabled={name.trim() === ''}
    >
      <TypeField value={type} onChange={setType} />
      <TextField label={t('name')} value={name} onChange={setName} most={60} refusal={refusal('name')} />
      <AttachFields attached={attached} onChange={setAttached} />
    </FormDialog>
  );
}

export function MoveNodeDialog({ node, rows, onClose }: NodeDialogProps & { rows: readonly LineRow[] }) {
  const t = useWords(linesWords);
  const done = useDone();
  const { run, busy, failedTries, problem } = usePlacesCommand('places.move-node');
  const [parentId, setParentId] = useState(node.parentId ?? '');
  const below = withBelow(rows, node.id);
  const submit = async () => {
    const reply = await run({ nodeId: node.id, version: node.version, parentId: parentId || null });
    if (!reply) return;
    onClose();
    done(t('moved', { name: node.name }), {
      name: 'places.move-node',
      input: { nodeId: node.id, version: reply.version, parentId: node.parentId },
    });
  };
  return (
    <FormDialog
      title={t('moveOf', { name: node.name })}
      submit={t('move')}
      onSubmit={() => void submit()}
      onClose={onClose}
      busy={busy}
      failedTries={failedTries}
      problem={problem}
      disabled={parentId === (node.parentId ?? '')}
    >
      <Field label={t('moveTo')}>
        {(control) => (
          <select
            {...control}
            className="select"
            value={parentId}
            onChange={(event) => setParentId(event.target.value)}
          >
            <option value="">{t('top')}</option>
            {rows
              .filter((row) => !below.has(row.node.id))
              .map((row) => (
                <option key={row.node.id} value={row.node.id}>
                  {'　'.repeat(row.depth)}
                  {row.node.name}
                </option>
              ))}
          </select>
        )}
      </Field>
    </FormDialog>
  );
}
