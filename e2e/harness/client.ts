import { randomBytes } from 'node:crypto';
import type { SessionAnswer } from '@linli/core/accounts';
import { uuidv7 } from '@linli/core/kernel';
import type { Office } from './office.ts';
import type { Product } from './product.ts';

/** A signed-in program beside the browser: prepares what a journey starts from, or acts as the colleague next door. */
export class Client {
  readonly streetId: string;
  readonly prefix: string;
  readonly #url: string;
  readonly #cookie: string;

  private constructor(url: string, cookie: string, street: { id: string; prefix: string }) {
    this.#url = url;
    this.#cookie = cookie;
    this.streetId = street.id;
    this.prefix = street.prefix;
  }

  static async signIn(product: Product, { login, password }: Office): Promise<Client> {
    const answer = await fetch(`${product.url}/api/session`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ login, password }),
    });
    const session = (await body(answer)) as SessionAnswer;
    const street = session.state === 'signed-in' ? session.streets[0] : undefined;
    if (!street) throw new Error(`signing in led to ${session.state} and no street`);
    const cookie = answer.headers
      .getSetCookie()
      .map((line) => line.split(';')[0])
      .join('; ');
    return new Client(product.url, cookie, street);
  }

  /** Reads below the street: `get('/places/tree')`. The caller says what comes back. */
  async get<Reply>(path: string): Promise<Reply> {
    const url = `${this.#url}/api/streets/${this.streetId}${path}`;
    return (await body(await fetch(url, { headers: { cookie: this.#cookie } }))) as Reply;
  }

  /** Carries out a command in the street. */
  async command<Reply>(name: string, input: object): Promise<Reply> {
    const answer = await fetch(`${this.#url}/api/streets/${this.streetId}/commands/${name}`, {
      method: 'POST',
      headers: { cookie: this.#cookie, 'content-type': 'application/json' },
      body: JSON.stringify({ commandId: uuidv7(Date.now(), randomBytes), ...input }),
    });
    return (await body(answer)) as Reply;
  }
}

async function body(answer: Response): Promise<unknown> {
  if (!answer.ok) throw new Error(`${answer.url} answered ${answer.status}: ${await answer.text()}`);
  return answer.json();
}
