import { createHmac } from 'node:crypto';
import { Problem } from '@linli/core/kernel';
import { noticesProblem, type RobotVendor, robotVendors } from '@linli/core/notices';

/** How to reach a group; never logged, never answered. */
export interface RobotAccess {
  readonly webhook: string;
  readonly secret: string | null;
}

export interface VendorRequest {
  readonly url: string;
  readonly body: Record<string, unknown>;
}

/** What an answer means. `slow`: too many messages; nothing was delivered, and it is nobody's mistake. */
export type VendorAnswer = 'delivered' | 'slow' | { readonly refused: string };

interface Vendor {
  readonly hosts: readonly string[];
  readonly path: RegExp;
  readonly signs: boolean;
  /** Messages a minute that the vendor takes from one robot. */
  readonly perMinute: number;
  request(access: RobotAccess, text: string, now: number): VendorRequest;
  answer(body: Readonly<Record<string, unknown>>): VendorAnswer;
}

const hmac = (key: string, message: string) => createHmac('sha256', key).update(message).digest('base64');

function byCode(code: unknown, slow: readonly number[]): VendorAnswer {
  if (code === 0) return 'delivered';
  return typeof code === 'number' && slow.includes(code) ? 'slow' : { refused: `vendor.${Number(code)}` };
}

const vendors: Readonly<Record<RobotVendor, Vendor>> = {
  // developer.work.weixin.qq.com: the key in the address is all there is; 20 a minute; 45009 is the limit.
  wecom: {
    hosts: ['qyapi.weixin.qq.com'],
    path: /^\/cgi-bin\/webhook\/send$/,
    signs: false,
    perMinute: 20,
    request: ({ webhook }, text) => ({ url: webhook, body: { msgtype: 'text', text: { content: text } } }),
    answer: ({ errcode }) => byCode(errcode, [45009, 45033]),
  },
  // open.dingtalk.com: HMAC-SHA256 over "timestamp\nsecret" keyed by the secret, base64, URL-encoded, in the query; 20 a
  // minute, beyond it ten minutes of silence.
  dingtalk: {
    hosts: ['oapi.dingtalk.com'],
    path: /^\/robot\/send$/,
    signs: true,
    perMinute: 20,
    request: ({ webhook, secret }, text, now) => {
      const url = new URL(webhook);
      url.searchParams.set('timestamp', String(now));
      url.searchParams.set('sign', hmac(secret ?? '', `${now}\n${secret}`));
      return { url: url.href, body: { msgtype: 'text', text: { content: text } } };
    },
    answer: ({ errcode }) => byCode(errcode, [130101, 410100]),
  },
  // open.feishu.cn: HMAC-SHA256 over nothing, keyed by "timestamp\nsecret", base64, in the body; 100 a minute, 5 a second.
  feishu: {
    hosts: ['open.feishu.cn', 'open.larksuite.com'],
    path: /^\/open-apis\/bot\/v2\/hook\/[\w-]+$/,
    signs: true,
    perMinute: 100,
    request: ({ webhook, secret }, text, now) => {
      const timestamp = String(Math.floor(now / 1000));
      const sign = hmac(`${timestamp}\n${secret}`, '');
      return { url: webhook, body: { timestamp, sign, msg_type: 'text', content: { text } } };
    },
    answer: ({ code, StatusCode }) => byCode(code ?? StatusCode, [11232, 9499001]),
  },
};

export const vendorOf = (vendor: RobotVendor): Vendor => vendors[vendor];

/**
 * The address and the secret as they can be used. A robot's address is the one thing here that makes the server speak
 * to another machine, so only the vendors' own hosts and paths are taken, by https; `localHosts` (LINLI_ROBOT_HOSTS,
 * `host:port`) are for trying it out. Answers the Problem that says why not.
 */
export function accessFrom(
  vendor: RobotVendor,
  given: { readonly webhook: string; readonly secret?: string | undefined },
  localHosts: readonly string[],
): RobotAccess | Problem {
  const { hosts, path, signs } = vendors[vendor];
  const name = { vendor: robotVendors[vendor].zh };
  const url = URL.canParse(given.webhook) ? new URL(given.webhook) : null;
  const own = url?.protocol === 'https:' && url.port === '' && hosts.includes(url.hostname);
  const known = url !== null && (own || localHosts.includes(url.host));
  if (!known || url.username !== '' || url.hash !== '' || !path.test(url.pathname))
    return noticesProblem('notices.robot_address', name);
  const key = { wecom: 'key', dingtalk: 'access_token', feishu: null }[vendor];
  if (key !== null && !url.searchParams.get(key)) return noticesProblem('notices.robot_address', name);
  if (signs && !given.secret) return noticesProblem('notices.robot_secret', name);
  return { webhook: url.href, secret: signs ? (given.secret ?? null) : null };
}

export function isRefused(access: RobotAccess | Problem): access is Problem {
  return access instanceof Problem;
}
