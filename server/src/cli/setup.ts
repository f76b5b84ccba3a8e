import process from 'node:process';
import { text } from 'node:stream/consumers';
import { FirstAdmin } from '@linli/core/setup';
import { type Command, type Input, UsageError } from './command.ts';
import { chosenStreet, countOnScreen, inOffice, newCommandId } from './office.ts';
import { cliProblem } from './problems.ts';

/** Everything the first-run page does. */
export const setup: Command = {
  name: 'setup',
  about: {
    zh: '开通：第一个账号和街道，与首次运行页面做的一样。',
    en: 'Sets the office up: first account and street, as the first-run page does.',
  },
  options: {
    street: {
      value: 'sample|FILE|CODE',
      about: {
        zh: 'sample（样例街道）、社区名单的 CSV 或 Excel 文件，或街道的 12 位区划代码',
        en: 'sample, a CSV or Excel list of communities, or the street’s 12-digit division code',
      },
    },
    admin: {
      value: 'NAME',
      about: {
        zh: '第一个账号的登录名（拼音或工号）',
        en: 'login of the first account (pinyin or a staff number)',
      },
    },
    name: {
      value: 'NAME',
      about: { zh: '姓名；不填就用登录名', en: 'the person’s name; the login when left out' },
    },
    'password-stdin': {
      about: { zh: '从标准输入读密码（一行）', en: 'reads the password from standard input (one line)' },
    },
  },
  async run(input) {
    const street = chosenStreet(demanded(input, 'street'));
    const login = demanded(input, 'admin');
    if (!input.has('password-stdin')) throw missing('password-stdin');
    const admin = readAdmin({ login, name: input.value('name') ?? login, password: await password() });
    await inOffice(
      async (office) => {
        const ready = await street(office);
        await office.setup.setUpOffice(office.house, {
          commandId: newCommandId(),
          admin,
          street: ready,
          onProgress: countOnScreen,
        });
        console.log(`已开通 ${ready.name}\n${ready.name} is set up`);
      },
      { create: true },
    );
    return 0;
  },
};

function readAdmin(given: FirstAdmin): FirstAdmin {
  const admin = FirstAdmin.safeParse(given);
  if (admin.success) return admin.data;
  const field = String(admin.error.issues[0]?.path[0]);
  throw new UsageError({ zh: `账号的 ${field} 不能用。`, en: `The ${field} of the account cannot be used.` });
}

function demanded(input: Input, name: string): string {
  const value = input.value(name);
  if (value === null) throw missing(name);
  return value;
}

function missing(name: string): UsageError {
  return new UsageError({ zh: `缺少 --${name}。`, en: `--${name} is missing.` });
}

async function password(): Promise<string> {
  const [line = ''] = (await text(process.stdin)).split(/\r?\n/);
  if (line === '') throw cliProblem('cli.no_answer', { what: '密码 (password)' });
  return line;
}
