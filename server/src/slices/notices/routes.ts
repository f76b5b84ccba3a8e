import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import { Id, type NoticeLevel, type Permission } from '@linli/core/kernel';
import {
  Computed,
  type NoticesCommand,
  type NoticesCommandName,
  NoticesWritten,
  noticesCommands,
  noticesPolicy,
  noticesProblem,
  Published,
  Withdrawn,
} from '@linli/core/notices';
import { type ZodType, z } from 'zod';
import type { CommandContext, Outcome } from '../../platform/command/command.ts';
import { inTransaction } from '../../platform/db/tx.ts';
import type { TargetRef } from '../../platform/house.ts';
import type { Endpoints } from '../../platform/http/endpoints.ts';
import { computeAt } from './compute/actions.ts';
import { rotateKey } from './keys/keys.ts';
import { setOffice } from './office/actions.ts';
import { confirmPosted, confirmTakenDown } from './posting/actions.ts';
import { cancelPosters, orderPosters } from './printing/actions.ts';
import type { Printer } from './printing/printer.ts';
import { getJob } from './printing/store.ts';
import { publish } from './publish/actions.ts';
import { addRobot, removeRobot, renameRobot, resendMessage, testRobot } from './robots/actions.ts';
import { withdraw } from './withdraw/actions.ts';

function targetRef({ level, targetId: id }: { level: NoticeLevel; targetId: string }): TargetRef {
  if (level === 'street') return { kind: 'street' };
  return { kind: level === 'sector' ? 'sector' : 'place', id };
}

interface Spec<Name extends NoticesCommandName, Reply extends ZodType> {
  readonly summary: string;
  readonly permission: Permission;
  readonly reply: Reply;
  /** Left out: the street as a whole. */
  readonly targets?: (input: NoticesCommand<Name>) => TargetRef[];
  readonly run: (context: CommandContext, input: NoticesCommand<Name>) => Promise<Outcome<z.input<Reply>>>;
  readonly afterCommit?: (input: NoticesCommand<Name>) => void;
}

/** The commands: who may, over what, and what then happens. */
export function noticesWrites(endpoints: Endpoints, printer: Printer): void {
  function on<Name extends NoticesCommandName, Reply extends ZodType>(
    name: Name,
    spec: Spec<Name, Reply>,
  ): void {
    // The table's entry of this very name; the compiler does not follow that through the index.
    const input = noticesCommands[name] as unknown as ZodType<NoticesCommand<Name>>;
    const { afterCommit, ...rest } = spec;
    endpoints.command({
      ...rest,
      name,
      input,
      ...(afterCommit
        ? {
            afterCommit: (given: NoticesCommand<Name>, reply: z.input<Reply>) => {
              afterCommit(given);
              return reply;
            },
          }
        : {}),
    });
  }
  const { publish: mayPublish, withdraw: mayWithdraw, confirmPosting, print, settings } = noticesPolicy;

  on('notices.compute', {
    summary: 'Drafts the notices of a day from what is known now',
    permission: mayPublish,
    reply: Computed,
    run: computeAt(null),
  });
  on('notices.publish', {
    summary: 'Publishes the reviewed notices of all five levels',
    permission: mayPublish,
    reply: Published,
    run: publish,
  });
  on('notices.withdraw', {
    summary: 'Withdraws notices, and those of every whole that claims all is clear',
    permission: mayWithdraw,
    reply: Withdrawn,
    targets: ({ targets }) => targets.map(targetRef),
    run: withdraw,
  });
  on('notices.confirm-posted', {
    summary: 'Confirms by a scan that a poster hangs',
    permission: confirmPosting,
    reply: NoticesWritten,
    targets: (scanned) => [targetRef(scanned)],
    run: confirmPosted,
  });
  on('notices.confirm-taken-down', {
    summary: 'Confirms by a scan that a withdrawn or old poster is down',
    permission: confirmPosting,
    reply: NoticesWritten,
    targets: (scanned) => [targetRef(scanned)],
    run: confirmTakenDown,
  });
  on('notices.order-posters', {
    summary: 'Orders the posters of a place and all below it as one PDF',
    permission: print,
    reply: NoticesWritten,
    targets: ({ underId }) => [{ kind: 'place', id: underId }],
    run: (context, input) => {
      printer.expect(context.streetId, input.jobId);
      return orderPosters(context, input);
    },
    afterCommit: ({ jobId }) => printer.start(jobId),
  });
  on('notices.cancel-posters', {
    summary: 'Stops typesetting',
    permission: print,
    reply: NoticesWritten,
    targets: ({ underId }) => [{ kind: 'place', id: underId }],
    run: cancelPosters,
  });
  settingsWrites();

  function settingsWrites(): void {
    const own = { permission: settings, reply: NoticesWritten };
    on('notices.set-office', {
      ...own,
      summary: 'Sets the helpline and the name in the mark',
      run: setOffice,
    });
    on('notices.rotate-key', { ...own, summary: 'Signs with a new key from now on', run: rotateKey });
    on('notices.add-robot', { ...own, summary: 'Connects a group robot', run: addRobot });
    on('notices.rename-robot', { ...own, summary: 'Renames a group robot', run: renameRobot });
    on('notices.remove-robot', { ...own, summary: 'Disconnects a group robot', run: removeRobot });
    on('notices.test-robot', { ...own, summary: 'Sends a test message', run: testRobot });
    on('notices.resend-message', {
      ...own,
      summary: 'Sends a message that was given up',
      run: resendMessage,
    });
  }
}

/** The PDF of an order. */
export function posterFile(endpoints: Endpoints, printer: Printer): void {
  endpoints.open({
    method: 'GET',
    url: '/api/streets/:street/notices/poster-jobs/:job/file',
    access: noticesPolicy.read,
    schema: {
      summary: 'The posters as PDF',
      operationId: 'getPosterFile',
      tags: ['notices'],
      security: [{ session: [] }],
      params: z.strictObject({ street: Id, job: Id }),
    },
    handle: async (request, reply) => {
      const { street: streetId, job: jobId } = request.params as { street: string; job: string };
      const job = await inTransaction(endpoints.house.pool, 'read', { streets: [streetId] }, (tx) =>
        getJob(tx, streetId, jobId),
      );
      if (job.state !== 'done') throw noticesProblem('notices.posters_not_ready');
      const path = printer.pathOf(jobId);
      const found = await stat(path).catch(() => null);
      if (!found) throw noticesProblem('notices.posters_gone');
      return reply
        .type('application/pdf')
        .header('content-length', found.size)
        .header('content-disposition', `attachment; filename="notices-${job.paper}-${jobId.slice(-6)}.pdf"`)
        .serializer((body: unknown) => body as string)
        .send(createReadStream(path));
    },
  });
}
