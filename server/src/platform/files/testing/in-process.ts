import { fileLimits } from '../limits.ts';
import type { ReaderMessage } from '../messages.ts';
import { readTask } from '../reading.ts';
import { rowsOf } from '../rows.ts';
import type { Row } from '../sheet.ts';

/**
 * What the reading thread would say, without a thread: a hundred times quicker, so that properties can be tried on
 * many files, and a crash is thrown as what it is.
 */
export async function messagesOf(file: Uint8Array, fileName: string): Promise<ReaderMessage[]> {
  const messages: ReaderMessage[] = [];
  await readTask(
    { file, fileName, limits: fileLimits, hiddenSheets: false },
    { say: (message) => messages.push(message), ready: () => undefined },
  );
  return messages;
}

export async function rowsInProcess(file: Uint8Array, fileName: string): Promise<Row[]> {
  const messages = await messagesOf(file, fileName);
  return messages.flatMap((message) => (message.type === 'rows' ? rowsOf(message.batch) : []));
}
