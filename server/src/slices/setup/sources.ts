import { sampleStreet } from '@linli/core/sample';
import { type StreetChoice, setupProblem } from '@linli/core/setup';
import type { House } from '../../platform/house.ts';
import { divisionsEdition, findListedStreet } from './divisions.ts';
import { readStreetFile } from './file.ts';
import { type ReadyStreet, readySample, readyStreet } from './streets.ts';

/** A file as it was handed in; `content` is its bytes, or the path of a local file. */
export interface GivenFile {
  readonly name: string;
  readonly content: Uint8Array | string;
}

/**
 * Makes the chosen street ready to be stored. Nothing is written.
 * @throws Problem `setup.division_unknown`, `setup.file_missing`, and those of `readStreetFile`
 */
export async function prepareStreet(
  house: Pick<House, 'clock' | 'random'>,
  choice: StreetChoice,
  file: GivenFile | null,
): Promise<ReadyStreet> {
  switch (choice.kind) {
    case 'sample':
      return readySample(sampleStreet());
    case 'division': {
      const listed = await findListedStreet(choice.code);
      if (!listed) {
        throw setupProblem('setup.division_unknown', {
          code: choice.code,
          edition: await divisionsEdition(),
        });
      }
      return readyStreet(listed, house);
    }
    case 'named':
      return readyStreet({ name: choice.name, code: null, communities: [] }, house);
    case 'file':
      if (!file) throw setupProblem('setup.file_missing');
      return readyStreet(await readStreetFile(file.content, file.name), house);
  }
}
