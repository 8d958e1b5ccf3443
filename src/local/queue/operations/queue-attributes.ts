import { nameInArn, queueArn } from '../queue-address';
import { QueueError } from '../queue-error';
import type { QueueRegistry } from './queue-registry';
import { isFields, optionalText, type Fields } from './request-fields';
import {
  MAXIMUM_DELAY_SECONDS, MAXIMUM_MESSAGE_BYTES, MAXIMUM_RECEIVE_WAIT_SECONDS, MAXIMUM_VISIBILITY_TIMEOUT_SECONDS, type QueueSettings, type Redrive,
} from '../store/queue-settings';
import type { QueueStore } from '../store/queue-store';

/** Attributes that are numbers, with the range that SQS takes. */
const NUMBERS = {
  DelaySeconds: { setting: 'delaySeconds', least: 0, most: MAXIMUM_DELAY_SECONDS },
  MaximumMessageSize: { setting: 'maximumMessageBytes', least: 1024, most: MAXIMUM_MESSAGE_BYTES },
  MessageRetentionPeriod: { setting: 'retentionSeconds', least: 60, most: 1_209_600 },
  ReceiveMessageWaitTimeSeconds: { setting: 'receiveWaitSeconds', least: 0, most: MAXIMUM_RECEIVE_WAIT_SECONDS },
  VisibilityTimeout: { setting: 'visibilityTimeoutSeconds', least: 0, most: MAXIMUM_VISIBILITY_TIMEOUT_SECONDS },
} as const;

/** Attributes that a template sets and that change nothing here. */
const KEPT = new Set(['KmsDataKeyReusePeriodSeconds', 'KmsMasterKeyId', 'Policy', 'RedriveAllowPolicy', 'SqsManagedSseEnabled']);

const MAXIMUM_RECEIVE_COUNT = 1000;

/** Settings with the given attributes changed; throws when SQS would refuse one of them. */
export function changedSettings(settings: QueueSettings, attributes: Fields, queues: QueueRegistry): QueueSettings {
  return Object.keys(attributes).reduce((changed, name) => changeSetting(changed, name, optionalText(attributes, name) ?? '', queues), settings);
}

/** Attributes of a queue as `GetQueueAttributes` returns them. */
export function queueAttributes(queue: QueueStore): Record<string, string> {
  const { settings } = queue;
  const depth = queue.depth();
  return {
    QueueArn: queueArn(queue.name),
    ApproximateNumberOfMessages: String(depth.visible),
    ApproximateNumberOfMessagesNotVisible: String(depth.inFlight),
    ApproximateNumberOfMessagesDelayed: String(depth.delayed),
    CreatedTimestamp: String(Math.floor(queue.createdAt / 1000)),
    LastModifiedTimestamp: String(Math.floor(queue.changedAt / 1000)),
    ...Object.fromEntries(Object.entries(NUMBERS).map(([name, { setting }]) => [name, String(settings[setting])])),
    ...settings.keptAttributes,
    ...settings.redrive && { RedrivePolicy: redrivePolicy(settings.redrive) },
  };
}

function changeSetting(settings: QueueSettings, name: string, value: string, queues: QueueRegistry): QueueSettings {
  if (name === 'RedrivePolicy') {
    return { ...settings, redrive: value === '' ? undefined : readRedrivePolicy(value, queues) };
  }
  if (KEPT.has(name)) {
    return { ...settings, keptAttributes: { ...settings.keptAttributes, [name]: value } };
  }
  if (!isNumberName(name)) {
    throw new QueueError('InvalidAttributeName', `Unknown Attribute ${name}.`);
  }
  const { setting, least, most } = NUMBERS[name];
  if (!/^\d+$/.test(value) || Number(value) < least || Number(value) > most) {
    throw new QueueError('InvalidAttributeValue', `Invalid value for the parameter ${name}. Reason: Must be an integer between ${least} and ${most}.`);
  }
  return { ...settings, [setting]: Number(value) };
}

function isNumberName(name: string): name is keyof typeof NUMBERS {
  return Object.hasOwn(NUMBERS, name);
}

function redrivePolicy({ deadLetterQueue, maxReceiveCount }: Redrive): string {
  return JSON.stringify({ deadLetterTargetArn: queueArn(deadLetterQueue), maxReceiveCount });
}

function readRedrivePolicy(text: string, queues: QueueRegistry): Redrive {
  const { deadLetterTargetArn, maxReceiveCount } = parsePolicy(text);
  const most = Number(maxReceiveCount);
  if (!Number.isInteger(most) || most < 1 || most > MAXIMUM_RECEIVE_COUNT) {
    throw refused(text, `Invalid value for maxReceiveCount: must be an integer between 1 and ${MAXIMUM_RECEIVE_COUNT}`);
  }
  const deadLetterQueue = typeof deadLetterTargetArn === 'string' ? nameInArn(deadLetterTargetArn) : undefined;
  if (!deadLetterQueue) {
    throw refused(text, 'Invalid value for deadLetterTargetArn');
  }
  if (!queues.named(deadLetterQueue)) {
    throw refused(text, 'Dead letter target does not exist');
  }
  return { deadLetterQueue, maxReceiveCount: most };
}

function parsePolicy(text: string): Fields {
  try {
    const policy: unknown = JSON.parse(text);
    if (isFields(policy)) {
      return policy;
    }
  } catch {
    // Told below, as for JSON of another kind.
  }
  throw refused(text, 'Redrive policy is not a valid JSON map');
}

function refused(policy: string, reason: string): QueueError {
  return new QueueError('InvalidParameterValue', `Value ${policy} for parameter RedrivePolicy is invalid. Reason: ${reason}.`);
}
