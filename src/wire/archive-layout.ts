/** Prefix of the objects that hold events. */
export const EVENTS_PREFIX = 'events/';

/** Prefix of the objects that hold bodies which could not be read as events. */
export const QUARANTINE_PREFIX = 'quarantine/';

/** Prefix of the objects that tell what of quarantine was replayed; no table reads them. */
export const REPLAYS_PREFIX = 'replays/';

/** Partition columns of both tables, by the time SQS received the message, in UTC. */
export const PARTITION_DATE = 'dt';
export const PARTITION_HOUR = 'hour';

/** Folder of one partition, such as `dt=2026-11-23/hour=07/`. */
export function partitionFolder(receivedAt: Date): string {
  const iso = receivedAt.toISOString();
  return `${PARTITION_DATE}=${iso.slice(0, 10)}/${PARTITION_HOUR}=${iso.slice(11, 13)}/`;
}
