import { uuidv7 } from '@linli/core/kernel';
import { publicationText, type ToldNotice, withdrawalText } from '@linli/core/notices';
import type { CommandContext } from '../../../platform/command/command.ts';
import { publicUrlOf } from '../notice.ts';
import type { Office } from '../office/store.ts';
import { clockTime, monthDay } from '../time.ts';
import { findRobots, insertMessages, type NewMessage, type RobotRow } from './store.ts';

/** The job that sends what is queued in a street. */
export const sendJob = 'notices.send';

interface Told extends ToldNotice {
  readonly targetId: string;
  readonly wholes: readonly string[];
  readonly code: string;
}

type Asked = Pick<CommandContext, 'tx' | 'house' | 'streetId' | 'now' | 'commandId'>;

/** Those a robot speaks of: all of them for the street's, those within for a community's. */
function within(robot: RobotRow, streetId: string, notices: readonly Told[]): readonly Told[] {
  if (robot.scopeId === streetId) return notices;
  return notices.filter(
    ({ targetId, wholes }) => targetId === robot.scopeId || wholes.includes(robot.scopeId),
  );
}

/** Queues one message for each robot concerned, in the transaction of what it tells of. */
async function tell(
  { tx, house, streetId, now, commandId }: Asked,
  kind: 'publication' | 'withdrawal',
  notices: readonly Told[],
  text: (robot: RobotRow, told: readonly Told[]) => string,
): Promise<void> {
  const messages = (await findRobots(tx, streetId)).flatMap((robot): NewMessage[] => {
    const told = within(robot, streetId, notices);
    if (told.length === 0) return [];
    const id = uuidv7(now, house.random);
    return [{ id, robotId: robot.id, key: `${kind} ${commandId}`, kind, text: text(robot, told) }];
  });
  if (messages.length === 0) return;
  await insertMessages(tx, streetId, now, messages);
  await house.jobs.enqueue(tx, sendJob, { streetId });
}

/** A rehearsal stays in the office. */
export async function tellPublication(
  context: Asked,
  given: {
    readonly office: Office;
    readonly rehearsal: boolean;
    readonly notices: readonly (Told & { readonly asOf: number; readonly day: string })[];
  },
): Promise<void> {
  const { office, notices } = given;
  const [any] = notices;
  if (given.rehearsal || !any) return;
  const asOf = `${monthDay(any.day)} ${clockTime(any.asOf, office.timeZone)}`;
  const root = publicUrlOf(context.house.config);
  await tell(context, 'publication', notices, (robot, told) => {
    const whole = told.find(({ targetId }) => targetId === robot.scopeId) ?? null;
    const link = whole && `${root}/n/${office.prefix}${whole.code}`;
    return publicationText(whole, told, { asOf, link, helpline: office.helpline });
  });
}

export async function tellWithdrawal(
  context: Asked,
  office: Office,
  notices: readonly Told[],
): Promise<void> {
  if (notices.length === 0) return;
  await tell(context, 'withdrawal', notices, (_robot, told) => withdrawalText(told, office.helpline));
}
