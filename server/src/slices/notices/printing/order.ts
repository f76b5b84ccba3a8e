import type { NoticeLevel } from '@linli/core/kernel';

interface Placed {
  readonly targetId: string;
  readonly level: NoticeLevel;
  readonly wholes: readonly string[];
}

/**
 * The order in which the sheets leave the printer: the street and its sectors, then community by community, in each its
 * own, then compound by compound with its cells, so that one pile goes to one hand. Within that, as they were given.
 */
export function inPiles<Notice extends Placed>(notices: readonly Notice[]): Notice[] {
  const position = new Map(notices.map(({ targetId }, index) => [targetId, index]));
  const levels = new Map(notices.map(({ targetId, level }) => [targetId, level]));
  const at = (notice: Notice, level: NoticeLevel): number => {
    const id =
      notice.level === level ? notice.targetId : notice.wholes.find((whole) => levels.get(whole) === level);
    return id === undefined ? -1 : (position.get(id) ?? -1);
  };
  const keys = new Map(
    notices.map((notice) => [
      notice,
      [at(notice, 'community'), at(notice, 'compound'), at(notice, 'cell')] as const,
    ]),
  );
  return [...notices].sort((one, other) => {
    const [a, b] = [keys.get(one) ?? [], keys.get(other) ?? []];
    const differs = a.findIndex((value, index) => value !== b[index]);
    return differs === -1 ? 0 : (a[differs] ?? 0) - (b[differs] ?? 0);
  });
}
