import { readFileSync, statSync } from 'node:fs';
import process from 'node:process';
import { embeddedProblem } from './problems.ts';

/** The account the database server runs as. `ids` is absent when it is our own. */
export interface ServerAccount {
  readonly name: string;
  readonly ids?: { readonly uid: number; readonly gid: number };
}

/**
 * PostgreSQL refuses root, so root hands the server to an existing unprivileged account: the owner of a cluster that is
 * already there, else `linli`, `postgres` or `nobody`. Only accounts with a passwd entry count: initdb refuses others.
 */
export function serverAccount(clusterFolder: string): ServerAccount {
  if (process.getuid?.() !== 0) return { name: String(process.getuid?.() ?? 'user') };
  const accounts = passwdAccounts();
  const owner = statSync(clusterFolder, { throwIfNoEntry: false })?.uid;
  const wanted = owner ? accounts.find((account) => account.ids.uid === owner) : undefined;
  const found = wanted ?? firstNamed(accounts, ['linli', 'postgres', 'nobody']);
  if (!found) throw embeddedProblem('embedded.no_account');
  return found;
}

type OtherAccount = Required<ServerAccount>;

function firstNamed(accounts: readonly OtherAccount[], names: readonly string[]): OtherAccount | undefined {
  return names.flatMap((name) => accounts.filter((account) => account.name === name)).at(0);
}

function passwdAccounts(): OtherAccount[] {
  const lines = readFileSync('/etc/passwd', 'utf8').split('\n');
  return lines.flatMap((line) => {
    const [name, , uid, gid] = line.split(':');
    const ids = { uid: Number(uid), gid: Number(gid) };
    return name && ids.uid > 0 && ids.gid > 0 ? [{ name, ids }] : [];
  });
}
