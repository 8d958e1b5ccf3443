import { QueueError } from '../queue-error';
import type { MessageAttribute, MessageAttributes } from '../store/message';

const MAXIMUM_ATTRIBUTES = 10;

/** All that XML 1.0 has no place for; lone surrogates are among them. */
const FORBIDDEN_CHARACTER = /[^\t\n\r\u0020-\uD7FF\uE000-\uFFFD\u{10000}-\u{10FFFF}]/u;

const ATTRIBUTE_NAME = /^(?!\.)(?!.*\.\.)[\w.-]{1,256}(?<!\.)$/;
const RESERVED_NAME = /^(aws|amazon)\./i;
const DATA_TYPE = /^(String|Number|Binary)(\..+)?$/s;
const MAXIMUM_DATA_TYPE_LENGTH = 256;

/**
 * Refuses what SQS does not store as a message.
 *
 * @see https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_SendMessage.html
 */
export function checkMessage(body: string, attributes: MessageAttributes, maximumBytes: number): void {
  if (FORBIDDEN_CHARACTER.test(body)) {
    throw forbiddenCharacters();
  }
  checkAttributes(attributes);
  if (messageBytes(body, attributes) > maximumBytes) {
    throw new QueueError('InvalidParameterValue', `One or more parameters are invalid. Reason: Message must be shorter than ${maximumBytes} bytes.`);
  }
}

/** Size of a message as SQS counts it: the body, and the name, type and value of each attribute. */
export function messageBytes(body: string, attributes: MessageAttributes): number {
  return Object.entries(attributes).reduce(
    (bytes, [name, attribute]) => bytes + Buffer.byteLength(name) + Buffer.byteLength(attribute.DataType) + valueBytes(attribute),
    Buffer.byteLength(body),
  );
}

function valueBytes({ StringValue, BinaryValue }: MessageAttribute): number {
  return BinaryValue === undefined ? Buffer.byteLength(StringValue ?? '') : Buffer.byteLength(BinaryValue, 'base64');
}

/** @see https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-message-metadata.html */
function checkAttributes(attributes: MessageAttributes): void {
  const names = Object.keys(attributes);
  if (names.length > MAXIMUM_ATTRIBUTES) {
    throw invalid(`Number of message attributes [${names.length}] exceeds the allowed maximum [${MAXIMUM_ATTRIBUTES}].`);
  }
  for (const name of names) {
    checkName(name);
    checkValue(name, attributes[name]);
  }
}

function checkName(name: string): void {
  if (!ATTRIBUTE_NAME.test(name)) {
    throw invalid(`Message (user) attribute name '${name}' must be 1 to 256 alphanumeric characters, hyphens, underscores or periods; `
      + 'periods neither first nor last nor next to each other.');
  }
  if (RESERVED_NAME.test(name)) {
    throw invalid(`Message (user) attribute name '${name}' starts with a reserved prefix.`);
  }
}

function checkValue(name: string, { DataType, StringValue, BinaryValue }: MessageAttribute): void {
  const type = DATA_TYPE.exec(DataType)?.[1];
  if (!type || DataType.length > MAXIMUM_DATA_TYPE_LENGTH) {
    throw invalid(`The message (user) attribute '${name}' has an invalid message attribute type, `
      + 'the set of supported type prefixes is Binary, Number, and String.');
  }
  if (type === 'Binary' ? !BinaryValue || StringValue !== undefined : !StringValue || BinaryValue !== undefined) {
    throw invalid(`Message (user) attribute '${name}' must contain a non-empty value of type '${type}'.`);
  }
  if (StringValue !== undefined && FORBIDDEN_CHARACTER.test(StringValue)) {
    throw forbiddenCharacters();
  }
  if (type === 'Number' && !(StringValue?.trim() && Number.isFinite(Number(StringValue)))) {
    throw invalid(`Can't cast the value of message (user) attribute '${name}' to a number.`);
  }
}

function forbiddenCharacters(): QueueError {
  return new QueueError('InvalidMessageContents', 'Invalid characters found. Valid unicode characters are '
    + '#x9 | #xA | #xD | #x20 to #xD7FF | #xE000 to #xFFFD | #x10000 to #x10FFFF.');
}

function invalid(message: string): QueueError {
  return new QueueError('InvalidParameterValue', message);
}
