import type { SetupRequest, StreetChoice } from '@linli/core/setup';
import { request } from '../../platform/api/index.ts';
import type { StreetDraft } from './parts/StreetChoice.tsx';

interface Setup {
  readonly commandId: string;
  readonly admin: SetupRequest['admin'];
  readonly street: StreetDraft;
  readonly token: string;
}

/** The token of a start line, carried behind the # so that no proxy or log ever sees it. */
export function tokenFromAddress(): string {
  return new URLSearchParams(window.location.hash.slice(1)).get('setup') ?? '';
}

function choiceOf(street: StreetDraft): StreetChoice {
  if (street.kind === 'division') return { kind: 'division', code: street.division?.code ?? '' };
  if (street.kind === 'named') return { kind: 'named', name: street.name.trim() };
  return { kind: street.kind };
}

/** POST /api/setup: JSON, or with a table multipart. Answers like GET /api/session. */
export function sendSetup<Reply>({ commandId, admin, street, token }: Setup): Promise<Reply> {
  const setup: SetupRequest = { commandId, admin, street: choiceOf(street) };
  const headers = token ? { 'x-setup-token': token } : {};
  if (street.kind !== 'file' || !street.file) return request('POST', '/api/setup', setup, { headers });
  const form = new FormData();
  form.set('setup', JSON.stringify(setup));
  form.set('file', street.file);
  return request('POST', '/api/setup', form, { headers });
}
