import { createHmac, timingSafeEqual } from 'node:crypto';

/** Signs what a browser keeps for us; another key per cookie, so that one never stands for another. */
export class CookieSigner {
  readonly #key: Buffer;

  constructor(key: Buffer) {
    this.#key = key;
  }

  #mac(name: string, value: string): string {
    return createHmac('sha256', this.#key).update(`${name}=${value}`).digest('base64url');
  }

  sign(name: string, value: string): string {
    return `${value}.${this.#mac(name, value)}`;
  }

  /** The value, or null when it was not signed by us. */
  open(name: string, signed: string | null): string | null {
    const parts = /^([A-Za-z0-9_-]{1,200})\.([A-Za-z0-9_-]{43})$/.exec(signed ?? '');
    const [, value, mac] = parts ?? [];
    if (value === undefined || mac === undefined) return null;
    return timingSafeEqual(Buffer.from(this.#mac(name, value)), Buffer.from(mac)) ? value : null;
  }
}

/** One cookie of a `Cookie` header. Two of the same name mean that somebody planted one: neither is taken. */
export function readCookie(header: string | undefined, name: string): string | null {
  const found = (header ?? '')
    .split(';')
    .map((part) => part.trim())
    .filter((part) => part.startsWith(`${name}=`));
  return found.length === 1 ? (found[0] ?? '').slice(name.length + 1) : null;
}

export interface CookieSettings {
  readonly sameSite: 'Strict' | 'Lax';
  readonly path: string;
  /** Over https the browser must never send it in the clear. */
  readonly secure: boolean;
  /** 0 takes the cookie away. */
  readonly maxAgeSeconds: number;
}

export function writeCookie(name: string, value: string, settings: CookieSettings): string {
  const secure = settings.secure ? '; Secure' : '';
  return `${name}=${value}; Path=${settings.path}; Max-Age=${settings.maxAgeSeconds}; HttpOnly; SameSite=${settings.sameSite}${secure}`;
}
