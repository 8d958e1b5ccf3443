import { Duration } from 'aws-cdk-lib';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import * as logs from 'aws-cdk-lib/aws-logs';
import * as sqs from 'aws-cdk-lib/aws-sqs';
import { ProcessorEncryptionOptions } from './encryption-options';
import { HandlerOptions } from './handler-options';
import { ProcessorCode } from './processor-code';
import { TelemetryArchive } from '../archive';
import { WriteKeys } from '../write-keys';

/** Pollers of an event source mapping that it shares with no other. */
export interface ProvisionedPollers {
  /**
   * Pollers that always run, from 2 to 200.
   *
   * @default 2
   */
  readonly minimumPollers?: number;

  /**
   * Pollers that may run, from 2 to 10,000.
   *
   * @default 200
   */
  readonly maximumPollers?: number;
}

/** What can be set on a processor, whatever it runs on. */
export interface ProcessorOptions extends HandlerOptions, ProcessorEncryptionOptions {
  /**
   * Code of the function: the library's handler, or your own.
   *
   * With code of your own all else stays as it is, and what only the library's handler reads must be left out:
   * `maxEventBytes`, `compression`, `objectSize`, `maxFlushWait`, `eventSchemas`, `privacy`. The name of the archive's bucket is in the
   * variable `TELEMETRY_ARCHIVE_BUCKET`.
   *
   * @default ProcessorCode.bundled()
   */
  readonly code?: ProcessorCode;

  /**
   * Architecture of the function, and of its instances.
   *
   * @default lambda.Architecture.ARM_64
   */
  readonly architecture?: lambda.Architecture;

  /**
   * How long one batch may take, up to 90 minutes on managed instances and 15 on demand.
   *
   * On managed instances a batch that runs over is reported as failed while its code runs on.
   *
   * @default Duration.minutes(1)
   */
  readonly timeout?: Duration;

  /**
   * Requests in one batch, from 1 to 10,000; 6 MB end a batch earlier.
   *
   * @default 10000
   * @see https://docs.aws.amazon.com/lambda/latest/dg/services-sqs-configure.html
   */
  readonly batchSize?: number;

  /**
   * How long a batch is gathered before it is processed, up to 5 minutes.
   *
   * Longer makes larger objects and later rows.
   *
   * @default Duration.seconds(10)
   */
  readonly maxBatchingWindow?: Duration;

  /**
   * Batches that the event source mapping has under way at the same time, from 2 to 1,000.
   *
   * @default - as many as the environments take
   */
  readonly maxConcurrency?: number;

  /**
   * Pollers that the event source mapping has for itself, each for 1 MB/s; not together with `maxConcurrency`.
   *
   * Each costs about 7 USD a month.
   *
   * @default - pollers that Lambda shares out; on managed instances 5 MB/s for the mapping
   */
  readonly provisionedPollers?: ProvisionedPollers;

  /**
   * Whether Lambda traces batches with X-Ray; the network must then reach `xray`.
   *
   * @default lambda.Tracing.DISABLED
   */
  readonly tracing?: lambda.Tracing;

  /**
   * Write keys of which each event must carry one, in its body or in the header that came with it.
   *
   * An event with another key, or with none, is quarantined as `unknown_write_key`. Of a known one the id, never the key, stands in
   * the column `write_key`; what the door has let in by its key needs no other. The new network of `ProcessorNetwork.vpcEndpoints()` gets an
   * interface endpoint for Secrets Manager or Parameter Store, about 22 USD a month; an existing one needs a way there, or no batch is
   * processed. Code of your own finds the store in `TELEMETRY_WRITE_KEYS_SECRET` or `TELEMETRY_WRITE_KEYS_PARAMETER` and looks for itself.
   *
   * @default - the door decides alone; a key in the body stands in the column as it was sent
   */
  readonly writeKeys?: WriteKeys;

  /**
   * Variables for the function besides those that the handler needs.
   *
   * @default - none
   */
  readonly environment?: { [name: string]: string };

  /**
   * How long logs are kept.
   *
   * @default logs.RetentionDays.ONE_MONTH
   */
  readonly logRetention?: logs.RetentionDays;
}

/** What a processor reads from and writes to. */
export interface ProcessorWiring {
  /** Queue that the requests wait in; there is no useful default, since somebody must send to it. */
  readonly queue: sqs.IQueue;

  /** Archive that takes the events; give the pipeline's own, or one that several processors share. */
  readonly archive: TelemetryArchive;
}
