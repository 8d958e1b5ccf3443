import { setTimeout as sleep } from 'node:timers/promises';
import { gunzipSync } from 'node:zlib';
import type { Deliveries } from './deliveries';
import type { Forward, Outcome, ProxiedRequest } from './disturbing-proxy';
import type { FaultKind, FaultLog } from './fault';
import type { FaultDeck } from './fault-plan';

/** Kinds of faults that a proxy in front of S3 injects. */
export const OBJECT_STORE_FAULTS: readonly FaultKind[] = ['s3-refused', 's3-unanswered', 's3-reset', 's3-slow', 's3-stored-late', 's3-answer-lost'];

/** One more than the S3 client makes, so that a fault can outlast them. */
const MOST_ATTEMPTS = 4;
const LONGEST_SLOWNESS_MS = 900;

interface MetObject {
  readonly kind: FaultKind;
  attemptsLeft: number;
}

/** What faults are drawn from, and who takes note of them. */
export interface FaultSource {
  readonly deck: FaultDeck;
  readonly random: () => number;
  readonly log: FaultLog;
  readonly deliveries: Deliveries;
  readonly visibilityTimeoutMs: number;
}

/** Disturbs how objects are stored. */
export class ObjectStoreFaults {
  private readonly seen = new Set<string>();
  private readonly met = new Map<string, MetObject>();

  constructor(private readonly source: FaultSource) {}

  readonly disturb = async (request: ProxiedRequest, forward: Forward): Promise<Outcome> => {
    const [key] = request.url.split('?');
    const object = this.meet(key, request.body);
    if (object === undefined || object.attemptsLeft <= 0) {
      return forward(request);
    }
    object.attemptsLeft -= 1;

    switch (object.kind) {
      case 's3-refused': return { status: 503, headers: { 'content-type': 'application/xml' }, body: SLOW_DOWN };
      case 's3-unanswered': return 'silence';
      case 's3-reset': return 'reset';
      case 's3-slow':
        await sleep(LONGEST_SLOWNESS_MS * this.source.random());
        return forward(request);
      case 's3-stored-late':
        await sleep(this.source.visibilityTimeoutMs + 500);
        return forward(request);
      default:
        await forward(request);
        return 'reset';
    }
  };

  private meet(key: string, body: Buffer): MetObject | undefined {
    if (this.seen.has(key)) {
      return this.met.get(key);
    }
    this.seen.add(key);
    const { deck, random, log, deliveries } = this.source;
    const kind = deck.draw();
    if (kind === undefined) {
      return undefined;
    }
    deliveries.meetMessages(log.inject(kind, key), messagesIn(body));
    const object = { kind, attemptsLeft: ['s3-refused', 's3-reset', 's3-answer-lost'].includes(kind) ? 1 + Math.floor(random() * MOST_ATTEMPTS) : 1 };
    this.met.set(key, object);
    return object;
  }
}

const SLOW_DOWN = Buffer.from('<?xml version="1.0" encoding="UTF-8"?><Error><Code>SlowDown</Code><Message>Please reduce your request rate.</Message></Error>');

function messagesIn(object: Buffer): Set<string> {
  return new Set(gunzipSync(object).toString().match(/(?<="sqs_message_id":")[^"]+/g));
}
