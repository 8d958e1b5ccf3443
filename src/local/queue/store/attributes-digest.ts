import { createHash, type Hash } from 'node:crypto';
import type { MessageAttributes } from './message';

const STRING_VALUE = Buffer.of(1);
const BINARY_VALUE = Buffer.of(2);

/**
 * MD5 of message attributes as SQS computes it, by which SDKs check what they sent and received; nothing for no attributes.
 *
 * @see https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-message-metadata.html#sqs-attributes-md5-message-digest-calculation
 */
export function attributesDigest(attributes: MessageAttributes): string | undefined {
  const names = Object.keys(attributes).sort();
  if (names.length === 0) {
    return undefined;
  }
  const hash = createHash('md5');
  for (const name of names) {
    const { DataType, StringValue, BinaryValue } = attributes[name];
    addSized(hash, Buffer.from(name));
    addSized(hash, Buffer.from(DataType));
    hash.update(BinaryValue === undefined ? STRING_VALUE : BINARY_VALUE);
    addSized(hash, BinaryValue === undefined ? Buffer.from(StringValue ?? '') : Buffer.from(BinaryValue, 'base64'));
  }
  return hash.digest('hex');
}

function addSized(hash: Hash, bytes: Buffer): void {
  const size = Buffer.allocUnsafe(4);
  size.writeUInt32BE(bytes.length);
  hash.update(size).update(bytes);
}
