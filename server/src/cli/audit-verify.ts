import process from 'node:process';
import { verifyAllChains } from '../platform/audit/verify-all.ts';
import { readConfig } from '../platform/config/config.ts';
import type { Command } from './command.ts';
import { openDatabase } from './database.ts';

const faults = {
  missing_link: { zh: '链条中断', en: 'a link is missing' },
  missing_row: { zh: '记录被删', en: 'a row was removed' },
  changed: { zh: '记录被改', en: 'a row was changed' },
} as const;

export const auditVerify: Command = {
  name: 'audit verify',
  about: {
    zh: '重新计算审计链，检查有没有记录被改、被删。',
    en: 'Recomputes the audit chain: was any record changed or removed?',
  },
  notes: {
    zh: '每个街道一行，最后是链头。把链头抄在别处，以后就能证明这之前的记录没有动过。有问题时退出码为 1。',
    en: 'One line for each street, ending with the head of its chain. Write the head down elsewhere: later it proves that nothing before it was touched. The exit code is 1 when a chain is broken.',
  },
  async run() {
    const config = readConfig(process.env);
    const database = await openDatabase(config);
    try {
      const reports = await verifyAllChains(database.readerUrl);
      for (const { name, report } of reports) {
        const fault = report.broken ? faults[report.broken.why] : null;
        const line = fault
          ? `✗ ${name}  第 ${report.broken?.no} 环：${fault.zh} · link ${report.broken?.no}: ${fault.en}`
          : `✓ ${name}  ${report.links} 环 ${report.sealed} 条 · links, records; 未封 · not yet sealed: ${report.unsealed}; ${headOf(report.head)}`;
        console.log(line);
      }
      return reports.some(({ report }) => report.broken) ? 1 : 0;
    } finally {
      await database.close();
    }
  },
};

function headOf(head: { readonly no: number; readonly hash: string } | null): string {
  return head ? `${head.no}:${head.hash}` : '–';
}
