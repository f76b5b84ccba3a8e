import {
  AddPasskey,
  ChangeLanguage,
  ChangePassword,
  ConfirmPassword,
  Nothing,
  PasskeyList,
  PasskeyOptions,
  RecoveryCodes,
  SessionAnswer,
  SessionList,
  TotpConfirm,
  TotpStart,
} from '@linli/core/accounts';
import { Id, type Language } from '@linli/core/kernel';
import { z } from 'zod';
import { inTransaction } from '../../../platform/db/tx.ts';
import { documented, type Endpoints } from '../../../platform/http/endpoints.ts';
import { type Desk, deskOf } from '../desk.ts';
import { answerOf, callerOf, handOver, signInRate, siteOf } from '../session/routes.ts';
import { idleFor } from '../session/sessions.ts';
import {
  beginTotp,
  changeLanguage,
  changePassword,
  closeOwnSession,
  endTotp,
  finishTotp,
} from './actions.ts';
import { addPasskey, dropPasskey, newPasskeyOptions, ownPasskeys } from './passkeys.ts';
import { listSessions } from './store.ts';

const OneId = z.strictObject({ id: Id });

async function passkeyList(desk: Desk, accountId: string): Promise<PasskeyList> {
  const { pool } = desk.house;
  const rows = await inTransaction(pool, 'read', { streets: [], accountId }, (tx) =>
    ownPasskeys(tx, accountId),
  );
  return {
    passkeys: rows.map(({ id, name, createdAt, usedAt }) => ({
      id,
      name,
      createdAt: createdAt.toISOString(),
      usedAt: usedAt?.toISOString() ?? null,
    })),
  };
}

async function sessionList(desk: Desk, accountId: string, current: string): Promise<SessionList> {
  const now = desk.house.clock();
  const rows = await inTransaction(desk.house.pool, 'read', { streets: [], accountId }, (tx) =>
    listSessions(tx, accountId, new Date(now), new Date(now - idleFor)),
  );
  return {
    sessions: rows.map(({ id, device, twoFactor, createdAt, seenAt, expiresAt }) => ({
      id,
      device,
      twoFactor,
      createdAt: createdAt.toISOString(),
      seenAt: seenAt.toISOString(),
      endsAt: expiresAt.toISOString(),
      current: id === current,
    })),
  };
}

/** Everybody's own account: password, language, authenticator app, passkeys, sessions. */
export function ownRoutes(endpoints: Endpoints): void {
  signInSettings(endpoints);
  authenticatorApp(endpoints);
  passkeys(endpoints);
  sessions(endpoints);
}

function signInSettings(endpoints: Endpoints): void {
  const desk = deskOf(endpoints.house);
  endpoints.open({
    method: 'PUT',
    url: '/api/account/password',
    access: 'session',
    schema: documented(
      'Changes the own password',
      'account.password',
      { body: ChangePassword },
      SessionAnswer,
    ),
    config: signInRate,
    handle: async (request, reply) => {
      const actor = await endpoints.signedIn(request);
      const input = request.body as { current: string; next: string };
      const session = await changePassword(desk, actor, input, callerOf(desk, request));
      handOver(desk, request, reply, session);
      return answerOf(desk, session);
    },
  });
  endpoints.open({
    method: 'PUT',
    url: '/api/account/language',
    access: 'session',
    schema: documented(
      'Keeps the language of the pages',
      'account.language',
      { body: ChangeLanguage },
      Nothing,
    ),
    handle: async (request) => {
      const actor = await endpoints.signedIn(request);
      await changeLanguage(desk, actor, (request.body as { language: Language }).language);
      return {};
    },
  });
}

function authenticatorApp(endpoints: Endpoints): void {
  const desk = deskOf(endpoints.house);
  endpoints.open({
    method: 'POST',
    url: '/api/account/totp',
    access: 'session',
    schema: documented(
      'Starts with an authenticator app',
      'account.totp',
      { body: ConfirmPassword },
      TotpStart,
    ),
    config: signInRate,
    handle: async (request) => {
      const actor = await endpoints.signedIn(request);
      return beginTotp(desk, actor, (request.body as { password: string }).password, callerOf(desk, request));
    },
  });
  endpoints.open({
    method: 'POST',
    url: '/api/account/totp/confirm',
    access: 'session',
    schema: documented(
      'Puts the app in force and shows the recovery codes, once',
      'account.totp-confirm',
      { body: TotpConfirm },
      RecoveryCodes,
    ),
    config: signInRate,
    handle: async (request, reply) => {
      const actor = await endpoints.signedIn(request);
      const { code } = request.body as { code: string };
      const { codes, session } = await finishTotp(desk, actor, code, callerOf(desk, request));
      handOver(desk, request, reply, session);
      return { recoveryCodes: codes };
    },
  });
  endpoints.open({
    method: 'DELETE',
    url: '/api/account/totp',
    access: 'session',
    schema: documented(
      'Turns the authenticator app off',
      'account.totp-off',
      { body: ConfirmPassword },
      SessionAnswer,
    ),
    config: signInRate,
    handle: async (request, reply) => {
      const actor = await endpoints.signedIn(request);
      const { password } = request.body as { password: string };
      const session = await endTotp(desk, actor, password, callerOf(desk, request));
      handOver(desk, request, reply, session);
      return answerOf(desk, session);
    },
  });
}

function passkeys(endpoints: Endpoints): void {
  const desk = deskOf(endpoints.house);
  endpoints.open({
    method: 'POST',
    url: '/api/account/passkeys/options',
    access: 'session',
    schema: documented(
      'What a new passkey has to sign',
      'account.passkey-options',
      { body: Nothing },
      PasskeyOptions,
    ),
    config: signInRate,
    handle: async (request) => {
      const actor = await endpoints.signedIn(request);
      return { options: await newPasskeyOptions(desk, actor, siteOf(desk, request)) };
    },
  });
  endpoints.open({
    method: 'POST',
    url: '/api/account/passkeys',
    access: 'session',
    schema: documented('Registers a passkey', 'account.passkeys', { body: AddPasskey }, PasskeyList),
    config: signInRate,
    handle: async (request) => {
      const actor = await endpoints.signedIn(request);
      await addPasskey(desk, actor, siteOf(desk, request), request.body as z.infer<typeof AddPasskey>);
      return passkeyList(desk, actor.accountId);
    },
  });
  endpoints.open({
    method: 'GET',
    url: '/api/account/passkeys',
    access: 'session',
    schema: documented('The own passkeys', 'account.passkeys', {}, PasskeyList),
    handle: async (request) => passkeyList(desk, (await endpoints.signedIn(request)).accountId),
  });
  endpoints.open({
    method: 'DELETE',
    url: '/api/account/passkeys/:id',
    access: 'session',
    schema: documented('Removes a passkey', 'account.passkey-remove', { params: OneId }, PasskeyList),
    handle: async (request) => {
      const actor = await endpoints.signedIn(request);
      await dropPasskey(desk, actor, (request.params as { id: string }).id);
      return passkeyList(desk, actor.accountId);
    },
  });
}

function sessions(endpoints: Endpoints): void {
  const desk = deskOf(endpoints.house);
  endpoints.open({
    method: 'GET',
    url: '/api/account/sessions',
    access: 'session',
    schema: documented('Where the account is signed in', 'account.sessions', {}, SessionList),
    handle: async (request) => {
      const { accountId, sessionId } = await endpoints.signedIn(request);
      return sessionList(desk, accountId, sessionId);
    },
  });
  endpoints.open({
    method: 'DELETE',
    url: '/api/account/sessions/:id',
    access: 'session',
    schema: documented('Signs out elsewhere', 'account.session-end', { params: OneId }, SessionList),
    handle: async (request) => {
      const actor = await endpoints.signedIn(request);
      await closeOwnSession(desk, actor, (request.params as { id: string }).id);
      return sessionList(desk, actor.accountId, actor.sessionId);
    },
  });
}
