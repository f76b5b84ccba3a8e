import { accountProblem } from '@linli/core/accounts';
import { explainConstraints } from '../../platform/db/problem.ts';

/** What the keys of this slice's tables mean to a person. */
export function explainAccountKeys(): void {
  explainConstraints({
    account_login_key: () => accountProblem('accounts.login_taken'),
    account_first_key: () => accountProblem('accounts.first_exists'),
    account_pkey: () => accountProblem('accounts.known'),
    staff_pkey: () => accountProblem('accounts.known'),
    role_grant_held_key: () => accountProblem('accounts.grant_known'),
    role_grant_pkey: () => accountProblem('accounts.grant_known'),
    passkey_credential_key: () => accountProblem('accounts.passkey_known'),
  });
}
