import { Duration, Size } from 'aws-cdk-lib';
import { EventSchemas } from './event-schemas';
import { PrivacyOptions } from './privacy-options';

/** How objects of the archive are compressed. */
export enum ArchiveCompression {
  /** Read by every tool. */
  GZIP = 'gzip',

  /** Smaller and faster. Athena reads it too, other tools may not. */
  ZSTD = 'zstd',
}

/** What can be set on the handler that comes with the library. */
export interface HandlerOptions {
  /**
   * Most bytes of one event, as JSON text; a larger one is quarantined.
   *
   * @default 32768
   */
  readonly maxEventBytes?: number;

  /**
   * How objects of the archive are compressed.
   *
   * Their names end in `.gz` or `.zst`, by which Athena tells them apart, so both can stand in one table.
   *
   * @default ArchiveCompression.GZIP
   * @see https://docs.aws.amazon.com/athena/latest/ug/compression-formats.html
   */
  readonly compression?: ArchiveCompression;

  /**
   * Compressed size at which an object is stored, at least 1 byte; invocations that run at the same time share objects.
   *
   * @default Size.mebibytes(16)
   */
  readonly objectSize?: Size;

  /**
   * Longest time for which an object is kept open for the rows of other invocations, from 1 millisecond to half of `timeout`.
   *
   * Longer makes larger objects and later rows; a batch is acknowledged only when its rows are stored.
   *
   * @default Duration.seconds(2)
   */
  readonly maxFlushWait?: Duration;

  /**
   * What events must look like, by their names.
   *
   * A schema that does not compile fails the synthesis.
   *
   * @default - events are taken as they are
   */
  readonly eventSchemas?: EventSchemas;

  /**
   * What is done with personal data before events are stored.
   *
   * @default - everything is stored as it was sent
   */
  readonly privacy?: PrivacyOptions;
}
