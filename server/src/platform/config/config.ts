import { join, resolve } from 'node:path';
import { z } from 'zod';

/** Everything the environment may set. An unset or empty variable takes its default. */
const Environment = z.object({
  PORT: z.coerce.number().int().min(0).max(65535).default(8080),
  HOST: z.string().default('127.0.0.1'),
  LINLI_DATA: z.string().default('./data'),
  LINLI_KEYS: z.string().optional(),
  LINLI_PUBLIC_URL: z.url({ protocol: /^https?$/ }).optional(),
  LINLI_LOG: z.enum(['fatal', 'error', 'warn', 'info', 'debug', 'silent']).default('warn'),
  LINLI_TRUST_PROXY: z.enum(['true', 'false']).default('false'),
  LINLI_ROBOT_HOSTS: z
    .string()
    .regex(/^[\w.-]+:\d{1,5}(,[\w.-]+:\d{1,5})*$/)
    .optional(),
  DATABASE_URL: z.url({ protocol: /^postgres(ql)?$/ }).optional(),
  DATABASE_APP_URL: z.url({ protocol: /^postgres(ql)?$/ }).optional(),
  LINLI_DB_CONNECTIONS: z.coerce.number().int().min(2).max(200).default(16),
  OIDC_ISSUER: z.url({ protocol: /^https?$/ }).optional(),
  OIDC_CLIENT_ID: z.string().optional(),
  OIDC_CLIENT_SECRET: z.string().optional(),
  OIDC_NAME: z.string().default('单点登录'),
});

/** Single sign-on through one OpenID Connect provider. */
export interface OidcConfig {
  readonly issuer: string;
  readonly clientId: string;
  readonly clientSecret: string;
  readonly name: string;
}

export interface Config {
  readonly port: number;
  readonly host: string;
  readonly dataDir: string;
  readonly keysDir: string;
  /** Where residents and staff reach this server; used in QR codes and for same-origin checks. Null: as asked. */
  readonly publicUrl: string | null;
  readonly logLevel: string;
  readonly trustProxy: boolean;
  readonly databaseUrl: string | null;
  readonly databaseAppUrl: string | null;
  readonly connections: number;
  readonly oidc: OidcConfig | null;
  /** `host:port` of receivers beside the three vendors that group robots may be tried out with. */
  readonly robotHosts: readonly string[];
}

/** A wrong setting: one sentence that names it. The process exits before anything starts. */
export class ConfigError extends Error {}

/** Reads and checks the settings. Throws ConfigError; a secret's value is never in its message. */
export function readConfig(env: Readonly<Record<string, string | undefined>>): Config {
  const given = Object.fromEntries(
    Object.entries(env).filter(([, value]) => value !== undefined && value !== ''),
  );
  const parsed = Environment.safeParse(given);
  if (!parsed.success) {
    const issue = parsed.error.issues[0];
    throw new ConfigError(`设置 ${String(issue?.path[0])} 不对 · wrong setting: ${issue?.message ?? ''}`);
  }
  const value = parsed.data;
  const dataDir = resolve(value.LINLI_DATA);
  return {
    port: value.PORT,
    host: value.HOST,
    dataDir,
    keysDir: value.LINLI_KEYS ? resolve(value.LINLI_KEYS) : join(dataDir, 'keys'),
    publicUrl: value.LINLI_PUBLIC_URL?.replace(/\/$/, '') ?? null,
    logLevel: value.LINLI_LOG,
    trustProxy: value.LINLI_TRUST_PROXY === 'true',
    databaseUrl: value.DATABASE_URL ?? null,
    databaseAppUrl: value.DATABASE_APP_URL ?? null,
    connections: value.LINLI_DB_CONNECTIONS,
    oidc: oidcOf(value),
    robotHosts: value.LINLI_ROBOT_HOSTS?.split(',') ?? [],
  };
}

function oidcOf(value: z.infer<typeof Environment>): OidcConfig | null {
  if (!value.OIDC_ISSUER) return null;
  if (!value.OIDC_CLIENT_ID || !value.OIDC_CLIENT_SECRET) {
    const missing = value.OIDC_CLIENT_ID ? 'OIDC_CLIENT_SECRET' : 'OIDC_CLIENT_ID';
    throw new ConfigError(`设置 ${missing} 没有填 · missing setting: ${missing} (OIDC_ISSUER is set)`);
  }
  return {
    issuer: value.OIDC_ISSUER,
    clientId: value.OIDC_CLIENT_ID,
    clientSecret: value.OIDC_CLIENT_SECRET,
    name: value.OIDC_NAME,
  };
}
