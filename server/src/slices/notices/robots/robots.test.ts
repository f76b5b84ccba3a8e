import { createHmac } from 'node:crypto';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { repeatedMark, testText } from '@linli/core/notices';
import {
  afterAll,
  afterEach,
  beforeAll,
  beforeEach,
  describe,
  expect,
  type MockInstance,
  test,
  vi,
} from 'vitest';
import { type Emergency, emergency } from '../../../../testing/emergency.ts';
import { newId, type TestApp, testApp } from '../../../../testing/http.ts';
import { sendDue } from './queue/sender.ts';

/** A group as the three vendors serve it: checks the signature of each message, then answers as it was told to. */
class Receiver {
  readonly server: Server;
  readonly received: { path: string; text: string; signed: boolean }[] = [];
  /** Answers to come, first first; none left: the message is taken. */
  readonly answers: ((response: ServerResponse) => void)[] = [];
  now: () => number = Date.now;

  constructor() {
    this.server = createServer((request, response) => void this.#take(request, response));
  }

  get host(): string {
    return `127.0.0.1:${(this.server.address() as AddressInfo).port}`;
  }

  get texts(): string[] {
    return this.received.map(({ text }) => text);
  }

  async #take(request: IncomingMessage, response: ServerResponse): Promise<void> {
    let raw = '';
    for await (const chunk of request) raw += String(chunk);
    const url = new URL(request.url ?? '', `http://${this.host}`);
    const body = JSON.parse(raw);
    const answer = this.answers.shift();
    const signed = this.#isSigned(url, body);
    if (!signed) return void json(response, { errcode: 310000, code: 19021 });
    this.received.push({ path: url.pathname, text: body.text?.content ?? body.content?.text, signed });
    if (answer) answer(response);
    else json(response, { errcode: 0, errmsg: 'ok', code: 0, msg: 'success' });
  }

  #isSigned(url: URL, body: { timestamp?: string; sign?: string }): boolean {
    if (url.pathname === '/cgi-bin/webhook/send') return url.searchParams.get('key') === 'wecom-key';
    if (url.pathname === '/robot/send') {
      const timestamp = url.searchParams.get('timestamp') ?? '';
      const wanted = createHmac('sha256', 'SECding').update(`${timestamp}\nSECding`).digest('base64');
      return this.#isFresh(Number(timestamp)) && url.searchParams.get('sign') === wanted;
    }
    const wanted = createHmac('sha256', `${body.timestamp}\nfeishu-secret`).update('').digest('base64');
    return this.#isFresh(Number(body.timestamp) * 1000) && body.sign === wanted;
  }

  #isFresh(timestamp: number): boolean {
    return Math.abs(this.now() - timestamp) < 3_600_000;
  }
}

function json(response: ServerResponse, body: unknown, status = 200): void {
  response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
}
const answering =
  (body: unknown, status = 200) =>
  (response: ServerResponse) =>
    json(response, body, status);
const breaking = (response: ServerResponse) => void response.destroy();

const receiver = new Receiver();
let app: TestApp;
let at: Emergency;
let late = 0;
let enqueued: MockInstance;
beforeAll(async () => {
  await new Promise<void>((resolve) => void receiver.server.listen(0, '127.0.0.1', resolve));
  const clock = () => Date.now() + late;
  receiver.now = clock;
  app = await testApp({ clock, env: { LINLI_ROBOT_HOSTS: receiver.host } });
  // Sending is asked for by hand below; the queue that would ask for it is watched only.
  enqueued = vi.spyOn(app.app.house.jobs, 'enqueue').mockResolvedValue(undefined);
});
afterAll(async () => {
  await app.close();
  receiver.server.close();
});
beforeEach(async () => {
  late = 0;
  at = await emergency(app);
});
afterEach(() => {
  receiver.received.length = 0;
  receiver.answers.length = 0;
});

const robots = {
  wecom: { path: '/cgi-bin/webhook/send?key=wecom-key' },
  dingtalk: { path: '/robot/send?access_token=token', secret: 'SECding' },
  feishu: { path: '/open-apis/bot/v2/hook/abc-123', secret: 'feishu-secret' },
} as const;

const add = (vendor: keyof typeof robots, more: Record<string, unknown> = {}) => {
  const { path, ...secret } = robots[vendor];
  const webhook = `http://${receiver.host}${path}`;
  const robot = {
    robotId: newId(),
    scopeId: at.streetId,
    vendor,
    name: '工作群',
    webhook,
    ...secret,
    ...more,
  };
  return at.run('notices.add-robot', robot);
};
const added = async (vendor: keyof typeof robots, more = {}) => (await add(vendor, more)).body.id as string;
const send = () => sendDue(app.app.house, at.streetId);
const say = (robotId: string) => at.does('notices.test-robot', { robotId });
const messages = async (robotId: string) =>
  (await app.get(at.admin, `/api/streets/${at.streetId}/notices/robots/${robotId}/messages`)).body.rows;
const publish = async () => {
  const on = { eventId: at.eventId, day: at.day };
  await at.settle();
  const { computedAt } = await at.does('notices.compute', on);
  return at.does('notices.publish', { ...on, computedAt });
};

describe('an address', () => {
  test.each([
    'http://169.254.169.254/latest/meta-data',
    'http://127.0.0.1:5432/robot/send?access_token=x',
    'https://oapi.dingtalk.com.evil.example/robot/send?access_token=x',
    'https://oapi.dingtalk.com@evil.example/robot/send?access_token=x',
    'https://oapi.dingtalk.com:8443/robot/send?access_token=x',
    'https://oapi.dingtalk.com/robot/send',
    'https://oapi.dingtalk.com/robot/../other?access_token=x',
    'http://oapi.dingtalk.com/robot/send?access_token=x',
    'file:///etc/passwd/robot/send',
    'not an address',
  ])('of another machine is refused: %s', async (webhook) => {
    expect((await add('dingtalk', { webhook })).body.code).toBe('notices.robot_address');
  });

  test('without its secret, or for a place that has no robots, is refused', async () => {
    expect((await add('dingtalk', { secret: undefined })).body.code).toBe('notices.robot_secret');
    expect((await add('wecom', { scopeId: at.compound })).body.code).toBe('notices.robot_scope');
  });

  test('never comes back, in no answer and in no row that can be read', async () => {
    const id = await added('feishu');
    const list = await app.get(at.admin, `/api/streets/${at.streetId}/notices/robots`);
    expect(list.body.rows).toMatchObject([{ id, vendor: 'feishu', signed: true, scopeName: '测试街道' }]);
    expect(JSON.stringify(list.body)).not.toMatch(/hook|secret/);
    const audit = await app.get(at.admin, `/api/streets/${at.streetId}/audit`);
    expect(JSON.stringify(audit.body)).not.toMatch(/hook|feishu-secret/);
  });
});

describe('a message', () => {
  test.each(['wecom', 'dingtalk', 'feishu'] as const)('reaches %s signed as it asks', async (vendor) => {
    await say(await added(vendor));
    await send();
    expect(receiver.received).toEqual([
      { path: robots[vendor].path.split('?')[0], text: testText, signed: true },
    ]);
  });

  test('with a wrong secret is given up, shown, and sent again when somebody asks', async () => {
    const id = await added('dingtalk', { secret: 'SECother' });
    await say(id);
    await send();
    const [message] = await messages(id);
    expect(message).toMatchObject({ state: 'dead', lastError: 'vendor.310000', tries: 1 });
    expect(receiver.received).toEqual([]);
    await at.does('notices.resend-message', { messageId: message.id });
    expect((await at.run('notices.resend-message', { messageId: message.id })).body.code).toBe(
      'notices.message_sent',
    );
  });

  test('waits longer after each error, and goes out once', async () => {
    const id = await added('wecom');
    await say(id);
    receiver.answers.push(answering({}, 502), answering({}, 503));
    for (const seconds of [0, 5, 30, 30, 60, 600]) {
      late += seconds * 1000;
      await send();
    }
    expect(receiver.texts).toHaveLength(3);
    expect(await messages(id)).toMatchObject([{ state: 'sent', tries: 3, repeated: false }]);
  });

  test('is given up after many errors', async () => {
    const id = await added('wecom');
    await say(id);
    receiver.answers.push(...Array.from({ length: 20 }, () => answering({}, 500)));
    for (let hour = 0; hour < 20; hour += 1) {
      late += 3_600_000;
      await send();
    }
    expect(await messages(id)).toMatchObject([{ state: 'dead', tries: 9, lastError: 'http.500' }]);
    expect(receiver.texts).toHaveLength(9);
  });

  test.each([
    ['wecom', answering({ errcode: 45009 })],
    ['dingtalk', answering({ errcode: 130101 })],
    ['feishu', answering({ code: 11232 })],
    ['feishu', answering({}, 429)],
  ] as const)('that %s finds too many waits without being counted against', async (vendor, answer) => {
    const id = await added(vendor);
    await say(id);
    receiver.answers.push(answer);
    await send();
    expect(await messages(id)).toMatchObject([{ state: 'queued', tries: 0 }]);
    late += 120_000;
    await send();
    expect(await messages(id)).toMatchObject([{ state: 'sent', repeated: false }]);
  });

  test('that may have arrived is sent once more, and says so', async () => {
    const id = await added('feishu');
    await say(id);
    receiver.answers.push(breaking);
    await send();
    late += 60_000;
    await send();
    late += 600_000;
    await send();
    expect(receiver.texts).toEqual([testText, `${repeatedMark}${testText}`]);
    expect(await messages(id)).toMatchObject([{ state: 'sent', repeated: true }]);
  });

  test('to a machine that is not there is tried again as it is: it cannot have arrived', async () => {
    const id = await added('wecom');
    await say(id);
    const { port } = receiver.server.address() as AddressInfo;
    await new Promise<void>((resolve) => void receiver.server.close(() => resolve()));
    await send();
    expect(await messages(id)).toMatchObject([
      { state: 'queued', repeated: false, lastError: 'ECONNREFUSED' },
    ]);
    await new Promise<void>((resolve) => void receiver.server.listen(port, '127.0.0.1', resolve));
    late += 60_000;
    await send();
    expect(receiver.texts).toEqual([testText]);
  });

  test('keeps its place behind one that waits, and no robot is sent more than its vendor takes', async () => {
    const id = await added('wecom');
    for (let count = 0; count < 25; count += 1) await say(id);
    receiver.answers.push(answering({}, 500));
    await send();
    expect(receiver.texts).toHaveLength(1);
    late += 30_000;
    await send();
    expect(receiver.texts).toHaveLength(21);
    late += 61_000;
    await send();
    expect(receiver.texts).toHaveLength(26);
  });

  test('is sent by one of two servers that look at the same moment', async () => {
    await say(await added('wecom'));
    await Promise.all([send(), send(), send()]);
    expect(receiver.texts).toHaveLength(1);
  });

  test('of a robot that was removed is not sent', async () => {
    const id = await added('wecom');
    await say(id);
    await at.does('notices.remove-robot', { robotId: id });
    await send();
    expect(receiver.texts).toEqual([]);
    expect((await at.run('notices.test-robot', { robotId: id })).status).toBe(404);
  });
});

describe('robots tell', () => {
  test('of a publication once, each its own street or community', async () => {
    await added('wecom');
    await added('feishu', { scopeId: at.community });
    await added('dingtalk', { scopeId: at.other });
    const command = { commandId: newId() };
    const on = { eventId: at.eventId, day: at.day };
    await at.settle();
    const { computedAt } = await at.does('notices.compute', on);
    await at.does('notices.publish', { ...on, ...command, computedAt });
    await at.does('notices.publish', { ...on, ...command, computedAt });
    await send();
    await send();
    expect(receiver.texts.map((text) => text.split('\n')[0]).sort()).toEqual([
      '【公示】太行路社区 ◇待核',
      '【公示】测试街道 ○今日平安',
      '【公示】迎春社区 ○今日平安',
    ]);
    expect(receiver.texts.join()).toMatch(/http:\/\/127\.0\.0\.1:\d+\/n\/[2-9a-z]{12}/);
  });

  test('of a withdrawal after the publication, and only where it concerns', async () => {
    await added('wecom', { scopeId: at.community });
    await added('feishu', { scopeId: at.other });
    await publish();
    enqueued.mockClear();
    await at.does('reports.open-finding', {
      ...{ eventId: at.eventId, findingId: newId(), level: 'cell', targetId: at.low, kind: 'heat_illness' },
    });
    expect(enqueued).toHaveBeenCalledWith(expect.anything(), 'notices.send', { streetId: at.streetId });
    await send();
    const told = receiver.received.filter(({ path }) => path.includes('webhook')).map(({ text }) => text);
    expect(told).toHaveLength(2);
    expect(told[0]).toContain('【公示】');
    expect(told[1]).toContain('【撤回】');
    expect(told[1]).toContain('机车宿舍1号楼');
    expect(receiver.received).toHaveLength(3);
  });

  test('nothing of a rehearsal', async () => {
    at = await emergency(app, 'covid-9th');
    await added('wecom');
    await publish();
    await at.does('reports.open-finding', {
      ...{ eventId: at.eventId, findingId: newId(), level: 'cell', targetId: at.low, kind: 'new_case' },
    });
    await send();
    expect(receiver.texts).toEqual([]);
  });
});
