import type { Load } from './load';
import { BATCH_LOG_BYTES, HANDLER_METRICS } from '../assumptions';
import type { PipelineConfiguration } from '../configuration';
import type { Charge } from '../prices/price-list';
import { HOURS_PER_MONTH } from '../traffic';

const KIB = 1_024;
const SQS_UNIT = 64 * KIB;
const HTTP_UNIT = 512 * KIB;
const GIB = KIB ** 3;
const DAYS_PER_MONTH = HOURS_PER_MONTH / 24;

/** Roles that send to the queue, and that receive from it: the API's and the function's. */
const SENDERS = 1;
const RECEIVERS = 1;

/** Requests that the API answers. */
export function doorCharges({ door }: PipelineConfiguration, loads: readonly Load[]): Charge[] {
  if (door === undefined) {
    return [];
  }
  const amount = monthly(loads, ({ requests, messageBytes }) => requests * (door.kind === 'http' ? units(messageBytes, HTTP_UNIT) : 1));
  return [{ key: `apigateway.${door.kind}.request`, amount }];
}

/** What is sent to the queue, received from it and deleted, ten messages at a time at best. */
export function queueCharges({ fairQueue }: PipelineConfiguration, loads: readonly Load[]): Charge[] {
  const sent = monthly(loads, ({ requests, messageBytes }) => requests * units(messageBytes, SQS_UNIT));
  const received = monthly(loads, ({ requests, receives, messageBytes }) => receives * units(messageBytes * requests / receives, SQS_UNIT));
  const deleted = monthly(loads, ({ requests, receives }) => Math.min(requests, receives));
  return [
    { key: 'sqs.standard.request', amount: sent + received + deleted },
    ...fairQueue ? [{ key: 'sqs.fair.request', amount: sent } as const] : [],
  ];
}

/** Endpoints or NAT, and the logs and objects that go through them. */
export function networkCharges(pipeline: PipelineConfiguration, loads: readonly Load[]): Charge[] {
  const { network: { endpointZones, natGateways, addresses, logsThrough, objectsThrough } } = pipeline;
  const logs = functionLogs(pipeline, loads);
  const objects = monthly(loads, ({ storedBytes }) => storedBytes) / GIB;
  const through = (way: typeof logsThrough) => (logsThrough === way ? logs : 0) + (objectsThrough === way ? objects : 0);
  return [
    { key: 'vpc.endpoint.hour', amount: endpointZones * HOURS_PER_MONTH },
    { key: 'vpc.endpoint.gb', amount: through('endpoint') },
    { key: 'vpc.nat.hour', amount: natGateways * HOURS_PER_MONTH },
    { key: 'vpc.nat.gb', amount: through('nat') },
    { key: 'vpc.address.hour', amount: addresses * HOURS_PER_MONTH },
  ];
}

/** Logs of the function and of the API, kept for a month, and the metrics of the library's handler. */
export function logCharges(pipeline: PipelineConfiguration, loads: readonly Load[]): Charge[] {
  const { door, handler } = pipeline;
  const ofFunction = functionLogs(pipeline, loads);
  const ofDoor = monthly(loads, ({ requests }) => requests * (door?.accessLogBytes ?? 0)) / GIB;
  return [
    { key: 'logs.lambda.gb', amount: ofFunction },
    { key: 'logs.access.gb', amount: ofDoor },
    { key: 'logs.storage.gb-month', amount: ofFunction + ofDoor },
    { key: 'metrics.metric-month', amount: handler === undefined ? 0 : HANDLER_METRICS },
  ];
}

/** What watches over the pipeline. */
export function monitoringCharges({ alarmMetrics, countedMetrics, dashboards }: PipelineConfiguration): Charge[] {
  return [
    { key: 'metrics.alarm-month', amount: alarmMetrics },
    { key: 'metrics.metric-month', amount: countedMetrics },
    { key: 'metrics.dashboard-month', amount: dashboards },
  ];
}

/** Objects that are stored; those of somebody else's handler are not known. */
export function objectCharges({ handler, encryptsEachObject }: PipelineConfiguration, objects: number): Charge[] {
  if (handler === undefined) {
    return [];
  }
  return [{ key: 's3.put', amount: objects }, { key: 'kms.request', amount: encryptsEachObject ? objects : 0 }];
}

/** Storage of what is kept at the end of the first month; each further month adds as much again, unless objects expire. */
export function storageCharges({ expirationDays = DAYS_PER_MONTH }: PipelineConfiguration, loads: readonly Load[]): Charge[] {
  const amount = monthly(loads, ({ storedBytes }) => storedBytes) / GIB * expirationDays / DAYS_PER_MONTH;
  return [{ key: 's3.storage.gb-month', amount }];
}

/**
 * Keys and secrets that are the pipeline's own, and the calls of a queue to its key: one sender, one receiver.
 *
 * @see https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-key-management.html
 */
export function keyCharges({ keys, secrets, queueKeyReuseSeconds }: PipelineConfiguration): Charge[] {
  const periods = queueKeyReuseSeconds === undefined ? 0 : HOURS_PER_MONTH * 3_600 / queueKeyReuseSeconds;
  return [
    { key: 'kms.key-month', amount: keys },
    { key: 'kms.request', amount: periods * (2 * SENDERS + RECEIVERS) },
    { key: 'secrets.secret-month', amount: secrets },
  ];
}

/** What a rate a second comes to in a month. */
export function monthly(loads: readonly Load[], rate: (load: Load) => number): number {
  return loads.reduce((sum, load) => sum + load.hours * 3_600 * rate(load), 0);
}

/** GiB that the function logs. */
function functionLogs({ handler, batchLogBytes }: PipelineConfiguration, loads: readonly Load[]): number {
  const bytes = batchLogBytes ?? (handler === undefined ? 0 : BATCH_LOG_BYTES);
  return monthly(loads, ({ batches }) => batches * bytes) / GIB;
}

function units(bytes: number, unit: number): number {
  return Math.max(1, Math.ceil(bytes / unit));
}
