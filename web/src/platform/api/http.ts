import { type FieldProblem, Problem, type Text } from '@linli/core/kernel';
import { currentPrefs } from '../prefs/index.ts';
import { webProblem } from './problems.ts';

export type Method = 'GET' | 'POST' | 'PUT' | 'DELETE';

interface ProblemBody {
  readonly status: number;
  readonly code: string;
  readonly text: Text;
  readonly fields?: readonly FieldProblem[];
}

/** Asks the person to sign in again over the open page; resolves true when they did. */
type SignInAgain = () => Promise<boolean>;
let signInAgain: SignInAgain | null = null;

export function onSignedOut(handler: SignInAgain): () => void {
  signInAgain = handler;
  return () => {
    if (signInAgain === handler) signInAgain = null;
  };
}

function isProblem(body: unknown): body is ProblemBody {
  return typeof body === 'object' && body !== null && 'code' in body && 'text' in body;
}

async function problemFrom(response: Response): Promise<Problem> {
  const body: unknown = await response.json().catch(() => null);
  if (!isProblem(body)) return webProblem('network.unreadable');
  return new Problem(body.code, { status: body.status, text: body.text }, {}, body.fields ?? []);
}

export interface RequestOptions {
  readonly signal?: AbortSignal;
  readonly headers?: Readonly<Record<string, string>>;
}

async function send(method: Method, path: string, body: unknown, options: RequestOptions): Promise<Response> {
  const isFile = body instanceof FormData;
  const headers: Record<string, string> = { 'accept-language': currentPrefs().language, ...options.headers };
  if (body !== undefined && !isFile) headers['content-type'] = 'application/json';
  try {
    return await fetch(path, {
      method,
      headers,
      credentials: 'same-origin',
      ...(body === undefined ? {} : { body: isFile ? body : JSON.stringify(body) }),
      ...(options.signal ? { signal: options.signal } : {}),
    });
  } catch (error) {
    if (error instanceof DOMException && error.name === 'AbortError') throw error;
    throw webProblem('network.away');
  }
}

/**
 * One request. The reply is what the contract says (the server has checked it), or a thrown Problem. When the session
 * ended meanwhile, the person signs in over the page and the request goes out again: nothing typed is lost.
 */
export async function request<Reply>(
  method: Method,
  path: string,
  body?: unknown,
  options: RequestOptions = {},
): Promise<Reply> {
  let response = await send(method, path, body, options);
  if (response.status === 401) {
    const problem = await problemFrom(response);
    if (problem.code !== 'session.missing' || !signInAgain || !(await signInAgain())) throw problem;
    response = await send(method, path, body, options);
  }
  if (!response.ok) throw await problemFrom(response);
  if (response.status === 204) return undefined as Reply;
  return (await response.json().catch(() => {
    throw webProblem('network.unreadable');
  })) as Reply;
}

export function get<Reply>(path: string, signal?: AbortSignal): Promise<Reply> {
  return request<Reply>('GET', path, undefined, signal ? { signal } : {});
}

/** `/a` + `{b: 1, c: undefined}` → `/a?b=1` */
export function withQuery(
  path: string,
  query: Readonly<Record<string, string | number | undefined>>,
): string {
  const search = new URLSearchParams();
  for (const [name, value] of Object.entries(query)) {
    if (value !== undefined && value !== '') search.set(name, String(value));
  }
  const text = search.toString();
  return text ? `${path}?${text}` : path;
}
