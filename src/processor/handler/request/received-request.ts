import type { SQSRecord } from 'aws-lambda';
import { MESSAGE_ATTRIBUTES, type MessageAttributeName } from '../../../wire/message-attributes';
import { EVENTS_ROUTE } from '../../../wire/routes';
import { basicUserOf } from '../../../write-keys/runtime/authorization-header';

/** What is known of a request besides its body. */
export interface ReceivedRequest {
  readonly sqsMessageId: string;
  /** When SQS first stored it. */
  readonly receivedAt: Date;
  /** When SQS stored this message: later, when it is a replay. Objects are named by it. */
  readonly storedAt: Date;
  /** Where a replay comes from: the message that was quarantined, and behind a slash the position of the event in it. */
  readonly replayOf: string | null;
  /** Route that took it, without the method that an HTTP API writes before it and a slash at its end. */
  readonly route: string;
  readonly contentType: string | null;
  /** User of its Basic authorization. */
  readonly writeKey: string | null;
  /** Id of the key that the door has let in. */
  readonly writeKeyId: string | null;
  /** Address of the client: what the door saw, or what CloudFront in front of it saw. */
  readonly ip: string | null;
  readonly userAgent: string | null;
  readonly requestId: string | null;
}

/** Reads what the door wrote beside the body; a message that somebody sent to the queue directly has none of it. */
export function readRequest({ messageId, attributes, messageAttributes }: SQSRecord): ReceivedRequest {
  const attribute = (name: MessageAttributeName) => messageAttributes[name]?.stringValue;
  const storedAt = new Date(Number(attributes.SentTimestamp));

  return {
    sqsMessageId: messageId,
    receivedAt: instant(attribute(MESSAGE_ATTRIBUTES.firstReceivedAt)) ?? storedAt,
    storedAt,
    replayOf: attribute(MESSAGE_ATTRIBUTES.replayOf) ?? null,
    route: (attribute(MESSAGE_ATTRIBUTES.path) ?? EVENTS_ROUTE).replace(/^[A-Z]+ |(?<=.)\/$/g, ''),
    contentType: attribute(MESSAGE_ATTRIBUTES.contentType) ?? null,
    writeKey: basicUserOf(attribute(MESSAGE_ATTRIBUTES.authorization)),
    writeKeyId: attribute(MESSAGE_ATTRIBUTES.writeKeyId) ?? null,
    ip: clientAddress(attribute(MESSAGE_ATTRIBUTES.sourceIp), attribute(MESSAGE_ATTRIBUTES.forwardedFor)) ?? null,
    userAgent: attribute(MESSAGE_ATTRIBUTES.userAgent) ?? null,
    requestId: attribute(MESSAGE_ATTRIBUTES.requestId) ?? null,
  };
}

function instant(text: string | undefined): Date | undefined {
  const time = new Date(text ?? NaN);
  return Number.isNaN(time.getTime()) ? undefined : time;
}

/** Each that passes a request on adds whom it has it from; what stands before that, anybody may have written. */
function clientAddress(source: string | undefined, forwardedFor: string | undefined): string | undefined {
  const addresses = forwardedFor?.split(',').map(address => address.trim()) ?? [];
  const others = addresses.at(-1) === source ? addresses.slice(0, -1) : addresses;
  return others.at(-1) || source;
}
