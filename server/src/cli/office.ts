import { randomBytes } from 'node:crypto';
import { existsSync } from 'node:fs';
import { basename, resolve } from 'node:path';
import process from 'node:process';
import { uuidv7 } from '@linli/core/kernel';
import { StreetCode } from '@linli/core/setup';
import { buildApp } from '../app.ts';
import { readConfig } from '../platform/config/config.ts';
import type { House } from '../platform/house.ts';
import { openLog } from '../platform/log/log.ts';
import { prepareStreet } from '../slices/setup/index.ts';
import { UsageError } from './command.ts';
import { openDatabase, prepare } from './database.ts';

/** Runs work on the office's database, beside a running server or alone, without opening a port. */
export async function inOffice<T>(
  work: (house: House) => Promise<T>,
  options: { create: boolean },
): Promise<T> {
  const config = readConfig(process.env);
  const log = openLog(config.logLevel);
  const database = await openDatabase(config, { ...options, log: (line) => log.warn(line) });
  try {
    const appUrl = await prepare(config, database);
    const app = await buildApp({ config, appUrl, keys: database.keys, log });
    try {
      return await work(app.house);
    } finally {
      await app.close();
    }
  } finally {
    await database.close();
  }
}

/** What `sample`, a 12-digit division code, or the path of a CSV or Excel file stands for. Throws UsageError. */
export async function streetOf(house: House, given: string) {
  if (given === 'sample') return prepareStreet(house, { kind: 'sample' }, null);
  const code = StreetCode.safeParse(given);
  if (code.success) return prepareStreet(house, { kind: 'division', code: code.data }, null);
  const path = resolve(given);
  if (!existsSync(path)) {
    throw new UsageError({ zh: `找不到文件 ${given}。`, en: `There is no file ${given}.` });
  }
  return prepareStreet(house, { kind: 'file' }, { name: basename(path), content: path });
}

export const newCommandId = (): string => uuidv7(Date.now(), randomBytes);

/** A line that counts up, for people who watch; nothing when the output goes to a file. */
export function countOnScreen(done: number, total: number): void {
  if (!process.stderr.isTTY) return;
  process.stderr.write(`\r${done} / ${total}${done === total ? '\n' : ''}`);
}
