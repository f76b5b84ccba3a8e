import { uuidv7 } from '@linli/core/kernel';
import { type NoticesCommand, type NoticesWritten, noticesProblem, testText } from '@linli/core/notices';
import type { Change, CommandContext, Outcome } from '../../../platform/command/command.ts';
import { namesOfTargets } from '../../places/index.ts';
import { sealText } from '../keys/keys.ts';
import { accessAad } from './queue/sender.ts';
import {
  getRobot,
  insertMessages,
  insertRobot,
  removeRobotRow,
  renameRobotRow,
  reviveMessage,
} from './store.ts';
import { sendJob } from './telling.ts';
import { accessFrom, isRefused } from './vendors.ts';

type Done = Promise<Outcome<NoticesWritten>>;

export async function addRobot(context: CommandContext, input: NoticesCommand<'notices.add-robot'>): Done {
  const { tx, house, streetId, now } = context;
  const { robotId: id, scopeId, vendor, name, webhook, secret } = input;
  await refuseScope(context, scopeId);
  const access = accessFrom(vendor, { webhook, secret }, house.config.robotHosts);
  if (isRefused(access)) throw access;
  const sealed = await sealText(tx, house, streetId, accessAad(id), JSON.stringify(access));
  await insertRobot(tx, streetId, now, {
    ...{ id, scopeId, vendor, name, access: sealed, signed: access.secret !== null },
  });
  return outcome('notices.add-robot', id, input.reason, { vendor, name, scopeId }, 'added');
}

async function refuseScope({ tx, streetId }: CommandContext, scopeId: string): Promise<void> {
  if (scopeId === streetId) return;
  const names = await namesOfTargets(tx, streetId, [{ level: 'community', targetId: scopeId }]);
  if (!names.has(scopeId)) throw noticesProblem('notices.robot_scope');
}

export async function renameRobot(
  { tx, streetId }: CommandContext,
  { robotId, name, reason }: NoticesCommand<'notices.rename-robot'>,
): Done {
  const robot = await getRobot(tx, streetId, robotId);
  await renameRobotRow(tx, streetId, robotId, name);
  return outcome('notices.rename-robot', robotId, reason, { was: robot.name, name }, 'changed');
}

export async function removeRobot(
  { tx, streetId, now }: CommandContext,
  { robotId, reason }: NoticesCommand<'notices.remove-robot'>,
): Done {
  const { name } = await getRobot(tx, streetId, robotId);
  await removeRobotRow(tx, streetId, robotId, now);
  return outcome('notices.remove-robot', robotId, reason, { name }, 'removed');
}

export async function testRobot(
  context: CommandContext,
  { robotId }: NoticesCommand<'notices.test-robot'>,
): Done {
  const { tx, house, streetId, now, commandId } = context;
  const { name } = await getRobot(tx, streetId, robotId);
  const id = uuidv7(now, house.random);
  const message = { id, robotId, key: `test ${commandId}`, kind: 'test' as const, text: testText };
  await insertMessages(tx, streetId, now, [message]);
  await house.jobs.enqueue(tx, sendJob, { streetId });
  return outcome('notices.test-robot', robotId, undefined, { name }, 'changed');
}

export async function resendMessage(
  { tx, house, streetId, now }: CommandContext,
  { messageId, reason }: NoticesCommand<'notices.resend-message'>,
): Done {
  if (!(await reviveMessage(tx, streetId, messageId, now))) throw noticesProblem('notices.message_sent');
  await house.jobs.enqueue(tx, sendJob, { streetId });
  return outcome('notices.resend-message', messageId, reason, {}, 'changed');
}

function outcome(
  action: string,
  id: string,
  reason: string | undefined,
  details: Record<string, unknown>,
  operation: Change['operation'],
): Outcome<NoticesWritten> {
  return {
    reply: { id },
    audit: [{ action, targetKind: 'robot', targetId: id, reason: reason ?? null, details }],
    changes: [{ kind: 'robot', id, operation }],
  };
}
