import type { SQSRecord } from 'aws-lambda';

/** A batch that Lambda hands to the function holds 6 MB at most. */
const BATCH_BYTES = 6 * 1024 * 1024;

/** What SQS and the event source mapping write around a body. */
const ENVELOPE_BYTES = 1_100;

const EVENTS_PER_REQUEST = 20;
const START = Date.UTC(2026, 10, 23, 12);

const NAMES = ['Product Clicked', 'Screen Viewed', 'Cart Viewed', 'Order Completed', 'Metric Sampled'];
const PAGES = ['/', '/pricing', '/docs/start', '/cart', '/checkout', '/account/settings'];
const CAMPAIGNS = ['spring', 'none', 'retarget'];

/** Batches as large as they may be, of requests as Segment's Node.js client sends them: 20 events of some 580 bytes in each. */
export function fullBatches(count: number): SQSRecord[][] {
  const draw = seeded(42);
  return Array.from({ length: count }, (_, batch) => {
    const records: SQSRecord[] = [];
    for (let bytes = 0; ;) {
      const record = requestRecord(draw, START + batch * 10_000 + records.length);
      bytes += record.body.length + ENVELOPE_BYTES;
      if (bytes > BATCH_BYTES) {
        return records;
      }
      records.push(record);
    }
  });
}

type Draw = (below: number) => number;

function requestRecord(draw: Draw, time: number): SQSRecord {
  const body = { batch: Array.from({ length: EVENTS_PER_REQUEST }, (_, index) => event(draw, time + index)), writeKey: 'wk_live_1', sentAt: iso(time + 2_000) };
  const text = (stringValue: string) => ({ stringValue, dataType: 'String', stringListValues: [], binaryListValues: [] });
  return {
    messageId: uuid(draw),
    receiptHandle: hex(draw, 300),
    body: JSON.stringify(body),
    md5OfBody: hex(draw, 32),
    eventSource: 'aws:sqs',
    eventSourceARN: 'arn:aws:sqs:eu-west-1:123456789012:telemetry',
    awsRegion: 'eu-west-1',
    attributes: { ApproximateReceiveCount: '1', SentTimestamp: `${time + 3_000}`, SenderId: 'AROAEXAMPLE', ApproximateFirstReceiveTimestamp: `${time + 3_010}` },
    messageAttributes: {
      sourceIp: text(`203.0.113.${draw(255)}`),
      requestId: text(uuid(draw)),
      path: text('/v1/batch'),
      contentType: text('application/json'),
      authorization: text('Basic d2tfbGl2ZV8xOg=='),
      userAgent: text('analytics-node/2.3.0'),
    },
  };
}

function event(draw: Draw, time: number) {
  return {
    timestamp: iso(time),
    integrations: {},
    type: 'track',
    event: NAMES[draw(NAMES.length)],
    userId: `user-${draw(100_000)}`,
    anonymousId: uuid(draw),
    properties: {
      path: PAGES[draw(PAGES.length)],
      sku: `SKU-${draw(10_000)}`,
      price: draw(10_000) / 100,
      quantity: 1 + draw(5),
      currency: 'EUR',
      position: draw(40),
      campaign: CAMPAIGNS[draw(CAMPAIGNS.length)],
      experiment: `exp-${draw(50)}`,
    },
    context: { library: { name: '@segment/analytics-node', version: '2.3.0' }, locale: 'de-DE', app: { version: '4.12.1' } },
    messageId: `node-next-${time}-${uuid(draw)}`,
    _metadata: { nodeVersion: '24.11.0', jsRuntime: 'node' },
  };
}

function iso(time: number): string {
  return new Date(time).toISOString();
}

function uuid(draw: Draw): string {
  return [8, 4, 4, 4, 12].map(length => hex(draw, length)).join('-');
}

function hex(draw: Draw, length: number): string {
  return Array.from({ length }, () => draw(16).toString(16)).join('');
}

/** Draws the same numbers each time; the upper digits of a linear congruential generator are good enough for this. */
function seeded(seed: number): Draw {
  let state = seed;
  return below => {
    state = (69_069 * state + 1) % 2 ** 32;
    return Math.floor(state / 2 ** 32 * below);
  };
}
