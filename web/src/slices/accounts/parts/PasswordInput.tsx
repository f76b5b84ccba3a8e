import { decidePassword } from '@linli/core/accounts';
import { Problem } from '@linli/core/kernel';
import { Input } from 'antd';
import { useState } from 'react';
import { useLanguage, useWords } from '../../../platform/i18n/index.ts';
import { type ControlProps, Field, StateMark } from '../../../ui/index.ts';
import { accountWords } from '../words.ts';
import './password.css';

interface PasswordInputProps extends ControlProps {
  readonly value: string;
  readonly onChange: (value: string) => void;
  readonly autoComplete: 'current-password' | 'new-password';
}

/** A password that can be looked at while typing: fewer typing errors, fewer lock-outs. */
export function PasswordInput({ value, onChange, autoComplete, ...control }: PasswordInputProps) {
  const t = useWords(accountWords);
  const [shown, setShown] = useState(false);
  return (
    <div className="password-row">
      <Input
        {...control}
        type={shown ? 'text' : 'password'}
        value={value}
        onChange={(event) => onChange(event.target.value)}
        autoComplete={autoComplete}
        autoCapitalize="none"
        spellCheck={false}
        maxLength={200}
      />
      <button
        type="button"
        className="password-show"
        aria-pressed={shown}
        aria-controls={control.id}
        onClick={() => setShown(!shown)}
      >
        {shown ? t('hidePassword') : t('showPassword')}
      </button>
    </div>
  );
}

interface NewPasswordFieldProps {
  readonly login: string;
  readonly value: string;
  readonly onChange: (value: string) => void;
  readonly label?: string;
}

/** Chooses a password: the server's own rule says at once whether it will be taken. */
export function NewPasswordField({ login, value, onChange, label }: NewPasswordFieldProps) {
  const t = useWords(accountWords);
  const language = useLanguage();
  const decided = value ? decidePassword(value, login.trim().toLowerCase()) : null;
  const hint = () => {
    if (decided === null) return t('newPasswordHint');
    if (decided instanceof Problem) {
      return (
        <>
          <StateMark state="pending">{t('strengthWeak')}</StateMark> {decided.sentence(language)}
        </>
      );
    }
    const good = [...value].length >= 16;
    return <StateMark state="clear">{good ? t('strengthGood') : t('strengthFine')}</StateMark>;
  };
  return (
    <Field label={label ?? t('newPassword')} hint={hint()}>
      {(control) => (
        <PasswordInput {...control} value={value} onChange={onChange} autoComplete="new-password" />
      )}
    </Field>
  );
}

export function isGoodPassword(password: string, login: string): boolean {
  return !(decidePassword(password, login.trim().toLowerCase()) instanceof Problem);
}
