/** One typed line of a door list: the floor and the door, or the text that could not be read. */
export type DoorLine =
  | { readonly floor: number; readonly door: string }
  | { readonly row: number; readonly text: string };

/**
 * Reads a door list as people type or paste it: floor and door with a space, comma or tab between them, or a door number
 * alone, whose floor is all but its last two digits (301 → 3, 1203 → 12), as doors are numbered in China.
 */
export function readDoorLines(text: string): readonly DoorLine[] {
  return text.split(/\r?\n/).flatMap((line, index): DoorLine[] => {
    const typed = line.normalize('NFKC').trim();
    if (typed === '') return [];
    const pair = /^(-?\d{1,3})[\s,，、]+(\S.{0,19})$/.exec(typed);
    if (pair) return [{ floor: Number(pair[1]), door: (pair[2] ?? '').trim() }];
    const alone = /^(\d{1,2})\d{2}$/.exec(typed);
    if (alone) return [{ floor: Number(alone[1]), door: typed }];
    return [{ row: index + 1, text: typed }];
  });
}
