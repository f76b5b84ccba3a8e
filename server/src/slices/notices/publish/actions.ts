import { setImmediate as nextTurn } from 'node:timers/promises';
import { type FieldProblem, shortCode, uuidv7 } from '@linli/core/kernel';
import {
  canonicalPayload,
  type Draft,
  isWorse,
  type NoticesCommand,
  noticesProblem,
  type Published,
  personalProblems,
  placeLabel,
  serialOf,
} from '@linli/core/notices';
import type { CommandContext, Outcome } from '../../../platform/command/command.ts';
import type { DayStatuses } from '../../reports/index.ts';
import { draftFrom, statusesOf } from '../compute/actions.ts';
import { type DayRef, type DraftRow, findDrafts, putDrafts } from '../compute/store.ts';
import { signerOf } from '../keys/keys.ts';
import { signWith } from '../keys/signature.ts';
import { serialLetters } from '../letters.ts';
import { payloadOf } from '../notice.ts';
import { getOffice, type Office } from '../office/store.ts';
import { tellPublication } from '../robots/telling.ts';
import { iso } from '../time.ts';
import { insertNotices, lastNo, lockNotices, type NewNotice } from './store.ts';

/**
 * Publishes what was reviewed, all levels at once. What got worse since is held back and drafted anew; what is published
 * already with the same words stays as it hangs.
 */
export async function publish(
  context: CommandContext,
  input: NoticesCommand<'notices.publish'>,
): Promise<Outcome<Published>> {
  const { tx, streetId, now } = context;
  const { eventId, day } = input;
  const ref = { streetId, eventId, day };
  await lockNotices(tx, streetId, 'alone');
  const [drafts, office, found] = await Promise.all([
    findDrafts(tx, ref),
    getOffice(tx, streetId),
    statusesOf(context, eventId, day, null),
  ]);
  refuseUnseen(drafts, input.computedAt);
  const { held, open, unchanged } = sorted(drafts, found);
  await refusePersonal(open);
  const { rehearsal } = found.event;
  const notices = await signed(context, ref, office, open, rehearsal);
  await insertNotices(tx, ref, { accountId: context.actor.accountId, now, rehearsal }, notices);
  if (held.length > 0) await draftAnew(context, ref, found, held);
  await tellPublication(context, { office, rehearsal, notices });
  const [first, last] = [notices[0], notices.at(-1)];
  const reply = {
    published: notices.length,
    unchanged,
    held: held.map(({ level, targetId, name }) => ({
      ...{ level, targetId, name },
      status: found.statuses.get(targetId)?.status ?? ('pending' as const),
    })),
    serials: first && last ? { first: first.serial, last: last.serial } : null,
  };
  const details = { day, published: reply.published, unchanged, held: held.length, serials: reply.serials };
  return {
    reply,
    audit: [
      {
        action: 'notices.publish',
        targetKind: 'event',
        targetId: eventId,
        reason: input.reason ?? null,
        details: { ...details, reviewed: iso(Date.parse(input.computedAt)) },
      },
    ],
    changes: [{ kind: 'notice', id: eventId, operation: 'changed' }],
  };
}

/** What is published is what the clerk saw, nothing else. */
function refuseUnseen(drafts: readonly DraftRow[], seen: string): void {
  if (drafts.length === 0) throw noticesProblem('notices.not_computed');
  const newest = Math.max(...drafts.map(({ computedAt }) => computedAt));
  if (Math.round(newest) !== Date.parse(seen)) throw noticesProblem('notices.reviewed_other');
}

function sorted(drafts: readonly DraftRow[], found: DayStatuses) {
  const stale = (draft: DraftRow) =>
    draft.withdrawn || isWorse(found.statuses.get(draft.targetId)?.status ?? 'pending', draft.status);
  const fresh = drafts.filter((draft) => !stale(draft));
  return {
    held: drafts.filter(stale),
    open: fresh.filter(({ same }) => !same),
    unchanged: fresh.filter(({ same }) => same).length,
  };
}

/** Others have their turn after so many: a large street must not hold up everybody's requests. */
const atOnce = 100;

function slices<Item>(items: readonly Item[]): (readonly Item[])[] {
  const count = Math.ceil(items.length / atOnce);
  return Array.from({ length: count }, (_none, index) => items.slice(index * atOnce, (index + 1) * atOnce));
}

async function refusePersonal(drafts: readonly DraftRow[]): Promise<void> {
  const problems: FieldProblem[] = [];
  for (const slice of slices(drafts)) {
    problems.push(...slice.flatMap(personalIn));
    await nextTurn();
  }
  if (problems.length > 0) throw noticesProblem('notices.personal_data', {}, problems.slice(0, 50));
}

function personalIn({ level, targetId, name, title, sentence, lasting }: DraftRow): FieldProblem[] {
  const at = `${level}/${targetId}`;
  return [
    ...personalProblems(`${at}/name`, name),
    ...personalProblems(`${at}/title`, title),
    ...personalProblems(`${at}/sentence`, sentence),
    ...(lasting === null ? [] : personalProblems(`${at}/lasting`, lasting)),
  ];
}

async function signed(
  context: CommandContext,
  { streetId, day }: DayRef,
  office: Office,
  drafts: readonly DraftRow[],
  rehearsal: boolean,
): Promise<NewNotice[]> {
  if (drafts.length === 0) return [];
  const { tx, house, now } = context;
  const [signer, last] = [await signerOf(context), await lastNo(tx, streetId, day, rehearsal)];
  const letters = serialLetters(office.streetName, rehearsal);
  const notices: NewNotice[] = [];
  const sign = async (draft: DraftRow, no: number): Promise<NewNotice> => {
    const facts = {
      ...{ id: uuidv7(now, house.random), code: shortCode(8, house.random), no, day, rehearsal },
      ...{ serial: serialOf(letters, day, no), place: placeLabel(draft.trail, draft.name), kid: signer.kid },
      ...{ targetId: draft.targetId, level: draft.level, name: draft.name, trail: draft.trail },
      ...{ wholes: draft.wholes, status: draft.status, title: draft.title, sentence: draft.sentence },
      ...{ lasting: draft.lasting, lastingDays: draft.lastingDays, asOf: draft.asOf },
    };
    const signature = await signWith(signer.key, canonicalPayload(payloadOf(facts, office.prefix)));
    return { ...facts, signature: signature.toString('base64'), replaces: draft.currentId };
  };
  for (const slice of slices(drafts)) {
    const before = last + notices.length;
    notices.push(...(await Promise.all(slice.map((draft, index) => sign(draft, before + index + 1)))));
  }
  return notices;
}

async function draftAnew(
  context: CommandContext,
  ref: DayRef,
  found: DayStatuses,
  held: readonly DraftRow[],
): Promise<void> {
  const { drafts } = await draftFrom(context, found);
  const ids = new Set(held.map(({ targetId }) => targetId));
  const anew = drafts.filter((draft: Draft) => ids.has(draft.targetId));
  await putDrafts(context.tx, ref, anew, { asOf: found.moment, computedAt: context.now, whole: false });
}
