import { Agent, IncomingMessage, request } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import { Analytics } from '@segment/analytics-node';
import { DemoRequest, shopEvent } from './traffic';

/** What the endpoint said to the events of one request, in the end. */
export interface Outcome {
  readonly ids: readonly string[];
  readonly accepted: boolean;
  /** Id that the endpoint gave to the request; Segment's client does not show it. */
  readonly requestId?: string;
}

/** Told of each outcome as it comes. */
export type Told = (outcome: Outcome) => void;

const WRITE_KEY = 'demo-write-key';

/** Events that a server has under way at most; it goes on when the endpoint has answered. */
const MOST_UNANSWERED = 500;

/** Sends events through Segment's own client for Node, unmodified, as a busy server does. */
export async function sendWithSegment(url: string, count: number, told: Told): Promise<void> {
  const { origin, pathname } = new URL('v1/batch', url);
  const analytics = new Analytics({ writeKey: WRITE_KEY, host: origin, path: pathname, flushAt: 20, flushInterval: 200 });
  let unanswered = 0;

  for (let index = 0; index < count; index += 1) {
    const { messageId, type, name, event, ...rest } = shopEvent(`segment-${index}`, index);
    const call = { ...rest, messageId: String(messageId), userId: String(rest.userId), timestamp: new Date(String(rest.timestamp)) };
    const answered = (error: unknown) => {
      unanswered -= 1;
      told({ ids: [call.messageId], accepted: !error });
    };
    unanswered += 1;

    switch (type) {
      case 'page': analytics.page({ ...call, name: String(name) }, answered); break;
      case 'screen': analytics.screen({ ...call, name: String(name) }, answered); break;
      default: analytics.track({ ...call, event: String(event) }, answered);
    }
    while (unanswered >= MOST_UNANSWERED) {
      await sleep(5);
    }
  }
  await analytics.closeAndFlush({ timeout: 60_000 });
}

/** Posts requests over a few connections, and sends one again when it is told to come later, as a client should. */
export async function post(url: string, requests: Iterable<DemoRequest>, told: Told): Promise<void> {
  const agent = new Agent({ keepAlive: true, maxSockets: 8 });
  const queue = requests[Symbol.iterator]();

  await Promise.all(Array.from({ length: 8 }, async () => {
    for (let next = queue.next(); !next.done; next = queue.next()) {
      told({ ids: next.value.ids, ...await deliver(agent, url, next.value) });
    }
  }));
  agent.destroy();
}

async function deliver(agent: Agent, url: string, demo: DemoRequest): Promise<{ accepted: boolean; requestId?: string }> {
  for (let attempt = 1; attempt <= 10; attempt += 1) {
    const { statusCode, headers } = await send(agent, url, demo);
    if (statusCode !== 429 && statusCode !== 503) {
      return { accepted: statusCode === 200, requestId: String(headers['x-amzn-requestid']) };
    }
    await sleep(1_000 * (Number(headers['retry-after']) || attempt));
  }
  return { accepted: false };
}

async function send(agent: Agent, url: string, { path, contentType, contentEncoding, body }: DemoRequest): Promise<IncomingMessage> {
  const headers = {
    'content-type': contentType,
    'content-length': body.byteLength,
    ...(contentEncoding === undefined ? {} : { 'content-encoding': contentEncoding }),
  };
  return new Promise((resolve, reject) => {
    request(new URL(path, url), { method: 'POST', agent, headers }, response => {
      response.resume().on('end', () => resolve(response));
    }).on('error', reject).end(body);
  });
}
