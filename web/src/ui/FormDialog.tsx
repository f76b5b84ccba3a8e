import type { Problem } from '@linli/core/kernel';
import { Button, Modal } from 'antd';
import { type FormEvent, type ReactNode, useId } from 'react';
import { ProblemNote } from './ProblemNote.tsx';
import { useUiWords } from './use-ui-words.ts';

interface FormDialogProps {
  readonly title: string;
  readonly submit: string;
  readonly onSubmit: () => void;
  readonly onClose: () => void;
  readonly busy: boolean;
  readonly failedTries?: number;
  readonly problem: Problem | null;
  readonly shownAtFields?: readonly string[];
  readonly danger?: boolean;
  readonly disabled?: boolean;
  readonly width?: number;
  readonly children: ReactNode;
}

const firstControl = 'input:not([type="checkbox"]), select, textarea';

/** A small form over the page. Enter sends it, Esc leaves it; what was refused stays typed. */
export function FormDialog(props: FormDialogProps) {
  const { title, submit, onSubmit, onClose, busy, failedTries = 0, problem, shownAtFields, children } = props;
  const t = useUiWords();
  const form = useId();
  const send = (event: FormEvent) => {
    event.preventDefault();
    if (!busy) onSubmit();
  };
  return (
    <Modal
      open
      title={title}
      onCancel={onClose}
      width={props.width ?? 520}
      destroyOnHidden
      // Straight into the first field: most of these forms have one.
      afterOpenChange={(open) => {
        if (open) document.getElementById(form)?.querySelector<HTMLElement>(firstControl)?.focus();
      }}
      // A click beside the dialog must not throw away what was typed.
      mask={{ closable: false }}
      footer={
        <div className="row dialog-foot">
          <span className="faint" aria-live="polite">
            {failedTries > 0 ? t('waiting', { count: failedTries }) : ''}
          </span>
          <Button onClick={onClose}>{t('cancel')}</Button>
          <Button
            type="primary"
            htmlType="submit"
            form={form}
            danger={props.danger ?? false}
            disabled={props.disabled ?? false}
            loading={busy}
          >
            {submit}
          </Button>
        </div>
      }
    >
      <form id={form} className="stack" onSubmit={send} noValidate>
        <ProblemNote problem={problem} {...(shownAtFields ? { shownAtFields } : {})} />
        {children}
      </form>
    </Modal>
  );
}
