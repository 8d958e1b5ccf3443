import { createHash, randomUUID } from 'node:crypto';
import { promisify } from 'node:util';
import { gzip } from 'node:zlib';
import { BatchProcessor, EventType, processPartialResponse } from '@aws-lambda-powertools/batch';
import { PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import Ajv from 'ajv';
import type { Context, SQSBatchResponse, SQSEvent, SQSRecord } from 'aws-lambda';

/**
 * The same work as a careful user of CDK writes it today: Powertools for the partial failures, ajv for the checks, and a
 * gzipped object for each batch, at zlib's default level.
 */
const schema = {
  type: 'object',
  properties: {
    messageId: { type: ['string', 'number', 'null'] },
    type: { type: ['string', 'null'] },
    event: { type: ['string', 'null'] },
    userId: { type: ['string', 'number', 'null'] },
    anonymousId: { type: ['string', 'number', 'null'] },
    groupId: { type: ['string', 'number', 'null'] },
    previousId: { type: ['string', 'number', 'null'] },
    timestamp: { type: ['string', 'number', 'null'] },
    originalTimestamp: { type: ['string', 'number', 'null'] },
    sentAt: { type: ['string', 'number', 'null'] },
    context: { type: ['object', 'null'] },
    properties: { type: ['object', 'null'] },
    traits: { type: ['object', 'null'] },
    integrations: { type: ['object', 'null'] },
  },
};
const KNOWN = new Set([...Object.keys(schema.properties), 'name', 'writeKey']);
const DEAD_BAND_MS = 300_000;
const MAX_EVENT_BYTES = 32_768;

const validate = new Ajv({ allowUnionTypes: true }).compile<Event>(schema);
const processor = () => new BatchProcessor(EventType.SQS);
const compress = promisify(gzip);
const s3 = new S3Client({});

type Nested = Record<string, unknown>;
interface Event extends Nested {
  messageId?: string;
  type?: string;
  event?: string;
  userId?: string;
  anonymousId?: string;
  timestamp?: string;
  context?: Nested;
  properties?: Nested;
  traits?: Nested;
  integrations?: Nested;
}

export async function handler(batch: SQSEvent, context: Context): Promise<SQSBatchResponse> {
  const rows: string[] = [];
  const response = await processPartialResponse(batch, async (record: SQSRecord) => {
    rows.push(...rowsOf(record, context.awsRequestId));
  }, processor(), { context });

  const first = new Date(Number(batch.Records[0].attributes.SentTimestamp)).toISOString();
  const body = await compress(`${rows.join('\n')}\n`);
  const key = `events/dt=${first.slice(0, 10)}/hour=${first.slice(11, 13)}/${Date.now()}-${randomUUID()}.ndjson.gz`;
  await s3.send(new PutObjectCommand({ Bucket: 'peer', Key: key, Body: body, ContentType: 'application/gzip' }));
  return response;
}

function rowsOf(record: SQSRecord, ingestId: string): string[] {
  const { batch, sentAt, writeKey }: { batch: unknown[]; sentAt: string; writeKey: string } = JSON.parse(record.body);
  return batch.map((event, position) => {
    if (!validate(event) || Buffer.byteLength(JSON.stringify(event)) > MAX_EVENT_BYTES) {
      throw new Error('the event does not match the schema');
    }
    return JSON.stringify(rowOf(event, { record, position, sentAt, writeKey, ingestId }));
  });
}

function rowOf(event: Event, { record, position, sentAt, writeKey, ingestId }: {
  record: SQSRecord; position: number; sentAt: string; writeKey: string; ingestId: string;
}) {
  const received = Number(record.attributes.SentTimestamp);
  const skew = received - Date.parse(sentAt);
  const original = Date.parse(event.timestamp ?? '');
  const happened = Math.abs(skew) > DEAD_BAND_MS ? original + skew : original;
  const extra = Object.fromEntries(Object.entries(event).filter(([name]) => !KNOWN.has(name)));
  const text = (value?: Nested) => value === undefined || Object.keys(value).length === 0 ? undefined : JSON.stringify(value);

  return {
    message_id: event.messageId ?? createHash('sha256').update(`${record.messageId}/${position}`).digest('hex').slice(0, 32),
    type: event.type,
    event: event.event,
    user_id: event.userId,
    anonymous_id: event.anonymousId,
    timestamp: athena(happened),
    received_at: athena(received),
    sent_at: sentAt,
    original_timestamp: event.timestamp,
    skew_ms: skew,
    source_contract: 'segment',
    write_key: writeKey,
    ip: event.context?.ip ?? record.messageAttributes.sourceIp.stringValue,
    user_agent: event.context?.userAgent ?? record.messageAttributes.userAgent.stringValue,
    context: text(event.context),
    properties: text(event.properties),
    traits: text(event.traits),
    integrations: text(event.integrations),
    extra: text(extra),
    request_id: record.messageAttributes.requestId.stringValue,
    sqs_message_id: record.messageId,
    ingest_id: ingestId,
  };
}

function athena(time: number): string {
  return new Date(time).toISOString().replace('T', ' ').slice(0, 23);
}
