import { grantable, seats } from '@linli/core/accounts';
import { type Role, roleNames, roles, type ScopeKind } from '@linli/core/kernel';
import { Input } from 'antd';
import { useLanguage, useWords } from '../../../platform/i18n/index.ts';
import { Field } from '../../../ui/index.ts';
import { ScopePicker } from '../parts/ScopePicker.tsx';
import { useStreet } from '../session.ts';
import { accountWords } from '../words.ts';

/** A role being given, as the form holds it. */
export interface GrantDraft {
  readonly role: Role;
  readonly scope: { readonly kind: ScopeKind; readonly id: string; readonly name: string } | null;
  readonly endsOn: string;
}

/** The roles that this person may give anywhere in the street. */
function useGrantableRoles(): readonly Role[] {
  const street = useStreet();
  const mine = new Set(street.grants.flatMap(({ role }) => grantable[role] ?? []));
  return roleNames.filter((role) => mine.has(role));
}

export function useFirstGrant(): GrantDraft {
  const [first] = useGrantableRoles().filter((role) => role === 'grid_member');
  return { role: first ?? 'volunteer', scope: null, endsOn: '' };
}

export function GrantFields({
  draft,
  onChange,
}: {
  draft: GrantDraft;
  onChange: (draft: GrantDraft) => void;
}) {
  const t = useWords(accountWords);
  const language = useLanguage();
  const street = useStreet();
  const given = useGrantableRoles();
  const whole = { kind: 'place' as const, id: street.id, name: t('scopeWhole') };
  const pickRole = (role: Role) => {
    const fits = seats[role];
    const onlyStreet = fits.length === 1 && fits[0] === 'street';
    onChange({ ...draft, role, scope: onlyStreet ? whole : null });
  };
  return (
    <>
      <Field label={t('role')}>
        {(control) => (
          <select
            {...control}
            className="select"
            value={draft.role}
            onChange={(event) => {
              const role = given.find((name) => name === event.target.value);
              if (role) pickRole(role);
            }}
          >
            {given.map((role) => (
              <option key={role} value={role}>
                {roles[role][language]}
              </option>
            ))}
          </select>
        )}
      </Field>
      <ScopePicker
        seats={seats[draft.role]}
        scope={draft.scope}
        onPick={(scope) => onChange({ ...draft, scope })}
      />
      <Field label={t('endsOn')} hint={t('endsOnHint')} optional>
        {(control) => (
          <Input
            {...control}
            type="date"
            value={draft.endsOn}
            onChange={(event) => onChange({ ...draft, endsOn: event.target.value })}
          />
        )}
      </Field>
    </>
  );
}
