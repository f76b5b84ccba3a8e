import type { Day, NoticeLevel, Status } from '@linli/core/kernel';
import type { NoticePayload } from '@linli/core/notices';
import type { Config } from '../../platform/config/config.ts';

/** What a notice states; moments in milliseconds. */
export interface NoticeFacts {
  /** Its own part of the address, without the street's prefix. */
  readonly code: string;
  readonly serial: string;
  readonly day: Day;
  readonly level: NoticeLevel;
  readonly place: string;
  readonly status: Status;
  readonly title: string;
  readonly lastingDays: number;
  readonly asOf: number;
  readonly kid: string;
  readonly rehearsal: boolean;
}

/** What of it is signed. `prefix`: of its street. */
export function payloadOf(facts: NoticeFacts, prefix: string): NoticePayload {
  const { serial, level, place, status, title, day, lastingDays, rehearsal } = facts;
  return {
    ...{ keyId: facts.kid, code: `${prefix}${facts.code}`, serial, level, place, status, title, day },
    ...{ asOfMinute: Math.floor(facts.asOf / 60_000), lastingDays, rehearsal },
  };
}

/** Where residents reach this server: printed in every QR. */
export function publicUrlOf({ publicUrl, host, port }: Config): string {
  return publicUrl ?? `http://${host}:${port}`;
}
