import {
  DayShape,
  Id,
  languages,
  lineOfText,
  Moment,
  Reason,
  roleNames,
  scopeKinds,
} from '@linli/core/kernel';
import { z } from 'zod';
import { loginPattern, longestPassword } from './rules.ts';

/** What a person signs in with: pinyin or a staff number. Upper case and full-width letters are folded. */
export const Login = z
  .string()
  .max(128)
  .transform((text) => text.normalize('NFKC').trim().toLowerCase())
  .pipe(z.string().regex(loginPattern));

/** A password as typed; never trimmed or folded. Whether it is good enough is decided by `decidePassword`. */
export const Password = z.string().min(1).max(longestPassword);

/** Six digits of an authenticator app, or one of the recovery codes. */
const Code = z.string().trim().min(6).max(32);

const StaffName = lineOfText(40);
const Phone = z
  .string()
  .trim()
  .regex(/^\+?[0-9][0-9 -]{4,18}[0-9]$/);

// ---- session ----

export const GrantShape = z.strictObject({
  role: z.enum(roleNames),
  scopeKind: z.enum(scopeKinds),
  scopeId: Id,
  scopeName: z.string(),
});

export const SignedIn = z.strictObject({
  state: z.literal('signed-in'),
  account: z.strictObject({
    id: Id,
    login: z.string(),
    name: z.string(),
    /** An authenticator app is turned on. */
    twoFactor: z.boolean(),
    passkeys: z.number().int(),
    /** While true the person can do nothing but choose a new password; `streets` is empty. */
    mustChangePassword: z.boolean(),
    /** Office administrators without a second factor: show the banner. */
    askTwoFactor: z.boolean(),
    /** False for people who only come through single sign-on. */
    hasPassword: z.boolean(),
    language: z.enum(languages).nullable(),
  }),
  streets: z.array(
    z.strictObject({
      id: Id,
      name: z.string(),
      prefix: z.string(),
      timeZone: z.string(),
      sample: z.boolean(),
      grants: z.array(GrantShape),
    }),
  ),
});

export const SignedOut = z.strictObject({
  state: z.literal('signed-out'),
  /** The name on the single sign-on button; null when it is not configured. */
  oidc: z.string().nullable(),
});

export const SessionAnswer = z.discriminatedUnion('state', [
  z.strictObject({ state: z.literal('first-run'), sampleAvailable: z.boolean() }),
  SignedOut,
  /** The password was right; POST /api/session/second-factor comes next. `recovery`: recovery codes are left. */
  z.strictObject({ state: z.literal('second-factor'), recovery: z.boolean() }),
  SignedIn,
]);

/** POST /api/session → SessionAnswer ('signed-in' or 'second-factor'). */
export const SignIn = z.strictObject({ login: z.string().max(128), password: Password });
/** POST /api/session/second-factor → SessionAnswer. */
export const SecondFactor = z.strictObject({ code: Code });

/** WebAuthn's own JSON (`PublicKeyCredential.toJSON()`, `parseRequestOptionsFromJSON`); checked by the library. */
const WebAuthnJson = z.record(z.string(), z.unknown());
/** POST /api/session/passkey/options {} and POST /api/account/passkeys/options {}. */
export const PasskeyOptions = z.strictObject({ options: WebAuthnJson });
export const Nothing = z.strictObject({});
/** POST /api/session/passkey → SessionAnswer. */
export const PasskeySignIn = z.strictObject({ response: WebAuthnJson });

// ---- own account ----

/** PUT /api/account/password → SessionAnswer. Every other session of the account ends. */
export const ChangePassword = z.strictObject({ current: Password, next: Password });
/** PUT /api/account/language → SessionAnswer. */
export const ChangeLanguage = z.strictObject({ language: z.enum(languages) });
/** POST /api/account/totp and DELETE /api/account/totp. */
export const ConfirmPassword = z.strictObject({ password: Password });
/** `uri` goes into the QR code, `secret` is for typing by hand. Not in force before it is confirmed. */
export const TotpStart = z.strictObject({ uri: z.string(), secret: z.string() });
/** POST /api/account/totp/confirm. */
export const TotpConfirm = z.strictObject({ code: Code });
/** Shown once; each works once. */
export const RecoveryCodes = z.strictObject({ recoveryCodes: z.array(z.string()) });

export const PasskeyShape = z.strictObject({
  id: Id,
  name: z.string(),
  createdAt: Moment,
  usedAt: Moment.nullable(),
});
/** GET /api/account/passkeys; also answered by POST and DELETE. */
export const PasskeyList = z.strictObject({ passkeys: z.array(PasskeyShape) });
/** POST /api/account/passkeys. */
export const AddPasskey = z.strictObject({ name: lineOfText(40), response: WebAuthnJson });

/** GET /api/account/sessions; also answered by DELETE. */
export const SessionList = z.strictObject({
  sessions: z.array(
    z.strictObject({
      id: Id,
      createdAt: Moment,
      seenAt: Moment,
      endsAt: Moment,
      /** Browser and system, as far as it says; never an address. */
      device: z.string(),
      twoFactor: z.boolean(),
      current: z.boolean(),
    }),
  ),
});

// ---- staff: POST /api/streets/:street/commands/<name> ----

const command = { commandId: Id, reason: Reason.optional() };

const NewGrant = z.strictObject({
  grantId: Id,
  role: z.enum(roleNames),
  scopeKind: z.enum(scopeKinds),
  scopeId: Id,
  /** The last day it holds; open-ended when left out. */
  endsOn: DayShape.optional(),
});

export const AddStaff = z.strictObject({
  ...command,
  accountId: Id,
  login: Login,
  name: StaffName,
  phone: Phone.optional(),
  note: lineOfText(200).optional(),
  grants: z.array(NewGrant).min(1).max(20),
});
/**
 * The password to hand over; it must be changed at the first sign-in and works for seven days. It is derived from the
 * keys again when the command is replayed, and stored nowhere.
 */
export const OneTimePassword = z.strictObject({ accountId: Id, oneTimePassword: z.string() });
export const RenameStaff = z.strictObject({ ...command, accountId: Id, name: StaffName });
export const EditStaff = z.strictObject({
  ...command,
  accountId: Id,
  phone: Phone.nullable(),
  note: lineOfText(200).nullable(),
});
export const GrantRole = z.strictObject({ ...command, accountId: Id, ...NewGrant.shape });
export const RevokeRole = z.strictObject({ ...command, grantId: Id });
/** accounts.suspend, accounts.restore, accounts.reset-password. */
export const OnStaff = z.strictObject({ ...command, accountId: Id });
export const Done = z.strictObject({ accountId: Id });

const StaffGrant = z.strictObject({
  grantId: Id,
  ...GrantShape.shape,
  endsOn: DayShape.nullable(),
  grantedAt: Moment,
});
export const StaffRow = z.strictObject({
  accountId: Id,
  login: z.string(),
  name: z.string(),
  suspended: z.boolean(),
  mustChangePassword: z.boolean(),
  twoFactor: z.boolean(),
  grants: z.array(StaffGrant),
});
/** GET /accounts/staff: people with a role in the street, by name. */
export const StaffList = z.strictObject({ staff: z.array(StaffRow) });
/** GET /accounts/staff/:account. */
export const StaffDetail = z.strictObject({
  ...StaffRow.shape,
  phone: z.string().nullable(),
  note: z.string().nullable(),
  signedInAt: Moment.nullable(),
});

export type SignIn = z.infer<typeof SignIn>;
export type SessionAnswer = z.infer<typeof SessionAnswer>;
export type SignedIn = z.infer<typeof SignedIn>;
export type NewGrant = z.infer<typeof NewGrant>;
export type StaffRow = z.infer<typeof StaffRow>;
export type StaffDetail = z.infer<typeof StaffDetail>;
export type PasskeyShape = z.infer<typeof PasskeyShape>;
export type PasskeyList = z.infer<typeof PasskeyList>;
export type SessionList = z.infer<typeof SessionList>;
