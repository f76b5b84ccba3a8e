import { randomBytes } from 'node:crypto';
import { existsSync } from 'node:fs';
import { basename, resolve } from 'node:path';
import process from 'node:process';
import { uuidv7 } from '@linli/core/kernel';
import { type StreetChoice, StreetCode } from '@linli/core/setup';
import { readConfig } from '../platform/config/config.ts';
import type { House } from '../platform/house.ts';
import { openLog } from '../platform/log/log.ts';
import { UsageError } from './command.ts';
import { openDatabase, prepare } from './database.ts';

/** The office's house, and what the set-up slice does in it. */
export interface Office {
  readonly house: House;
  readonly setup: typeof import('../slices/setup/index.ts');
}

/** Runs work on the office's database, beside a running server or alone, without opening a port. */
export async function inOffice<T>(
  work: (office: Office) => Promise<T>,
  options: { create: boolean },
): Promise<T> {
  const config = readConfig(process.env);
  const log = openLog(config.logLevel);
  // Loaded by those who need it, while the database starts: every command reads this file.
  const program = Promise.all([import('../app.ts'), import('../slices/setup/index.ts')]);
  program.catch(() => undefined);
  const database = await openDatabase(config, { ...options, log: (line) => log.warn(line) });
  try {
    const appUrl = await prepare(config, database);
    const [{ buildApp }, setup] = await program;
    const app = await buildApp({ config, appUrl, keys: database.keys, log });
    try {
      return await work({ house: app.house, setup });
    } finally {
      await app.close();
    }
  } finally {
    await database.close();
  }
}

/** What `sample`, a 12-digit division code, or the path of a CSV or Excel file stands for. Throws UsageError. */
export function chosenStreet(given: string) {
  const [choice, file] = choiceOf(given);
  return ({ house, setup }: Office) => setup.prepareStreet(house, choice, file);
}

function choiceOf(given: string): [StreetChoice, { name: string; content: string } | null] {
  if (given === 'sample') return [{ kind: 'sample' }, null];
  const code = StreetCode.safeParse(given);
  if (code.success) return [{ kind: 'division', code: code.data }, null];
  const path = resolve(given);
  if (!existsSync(path)) {
    throw new UsageError({ zh: `找不到文件 ${given}。`, en: `There is no file ${given}.` });
  }
  return [{ kind: 'file' }, { name: basename(path), content: path }];
}

export const newCommandId = (): string => uuidv7(Date.now(), randomBytes);

/** A line that counts up, for people who watch; nothing when the output goes to a file. */
export function countOnScreen(done: number, total: number): void {
  if (!process.stderr.isTTY) return;
  process.stderr.write(`\r${done} / ${total}${done === total ? '\n' : ''}`);
}
