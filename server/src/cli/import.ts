import type { Command } from './command.ts';
import { chosenStreet, countOnScreen, inOffice, newCommandId } from './office.ts';

/** Adds a street to an office that is set up. */
export const importCommand: Command = {
  name: 'import',
  about: {
    zh: '加入一个街道；第一个账号成为它的管理员。',
    en: 'Adds a street; the first account becomes its administrator.',
  },
  operands: ['sample|FILE|CODE'],
  notes: {
    zh: 'sample 是样例街道；FILE 是社区名单（CSV 或 Excel）；CODE 是 12 位街道区划代码。已经在的街道不会再加一次。',
    en: 'sample is the sample street, FILE a list of communities (CSV or Excel), CODE a street’s 12-digit division code. A street that is here is not added twice.',
  },
  async run(input) {
    const chosen = chosenStreet(input.operands[0] ?? '');
    await inOffice(
      async (office) => {
        const street = await chosen(office);
        await office.setup.importStreet(office.house, {
          commandId: newCommandId(),
          street,
          onProgress: countOnScreen,
        });
        console.log(`已加入 ${street.name}\n${street.name} was added`);
      },
      { create: false },
    );
    return 0;
  },
};
