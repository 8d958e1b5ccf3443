import { Duration } from 'aws-cdk-lib';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import * as logs from 'aws-cdk-lib/aws-logs';
import * as sqs from 'aws-cdk-lib/aws-sqs';
import { ProcessorEncryptionOptions } from './encryption-options';
import { HandlerOptions } from './handler-options';
import { ManagedInstanceSize } from './managed-instance-size';
import { ProcessorCode } from './processor-code';
import { ProcessorNetwork } from './processor-network';
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

/** What can be set on the processor of a pipeline. */
export interface ManagedInstanceProcessorOptions extends HandlerOptions, ProcessorEncryptionOptions {
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
   * Memory and vCPUs of one execution environment, as a pair that fits.
   *
   * Stands alone: `memorySize` and `executionEnvironmentMemoryGiBPerVCpu` must then be left out.
   *
   * @default ManagedInstanceSize.generalPurpose(1)
   */
  readonly size?: ManagedInstanceSize;

  /**
   * Memory of one execution environment, in MB, from 2,048 to 32,768.
   *
   * Must be a whole number of vCPUs: a multiple of `executionEnvironmentMemoryGiBPerVCpu` × 1,024.
   *
   * @default 4096
   * @see https://docs.aws.amazon.com/lambda/latest/dg/lambda-managed-instances-scaling.html
   */
  readonly memorySize?: number;

  /**
   * Memory for each vCPU, in GiB: 2 (compute optimized, C), 4 (general purpose, M) or 8 (memory optimized, R).
   *
   * @default 4
   * @see https://docs.aws.amazon.com/lambda/latest/dg/lambda-managed-instances-scaling.html
   */
  readonly executionEnvironmentMemoryGiBPerVCpu?: number;

  /**
   * Batches that one execution environment works on at the same time, from 1 to 1,600 and at most 64 for each vCPU.
   *
   * @default - 16 for each vCPU: a batch is at most 6 MB, so 16 of them and what is made of them fit into 2 GiB
   * @see https://docs.aws.amazon.com/lambda/latest/dg/lambda-managed-instances-nodejs-runtime.html
   */
  readonly perExecutionEnvironmentMaxConcurrency?: number;

  /**
   * Execution environments that always run, from 0 to 15,000; set together with `maxExecutionEnvironments`.
   *
   * @default - 3, one for each zone, the service's default
   */
  readonly minExecutionEnvironments?: number;

  /**
   * Execution environments that may run, from 0 to 15,000; set together with `minExecutionEnvironments`.
   *
   * @default - no limit but `maxVCpuCount`
   */
  readonly maxExecutionEnvironments?: number;

  /**
   * vCPUs that all instances together may have, from 2 to 15,000; the lid on the bill.
   *
   * Leave room for two instances above what the minimum needs, or the first deployment can fail.
   *
   * @default - 40, or more where the environments that always run need more
   */
  readonly maxVCpuCount?: number;

  /**
   * How Lambda scales the instances.
   *
   * @default - lambda.ScalingOptions.auto(): room is kept for traffic to double within five minutes
   */
  readonly scalingOptions?: lambda.ScalingOptions;

  /**
   * Instance types that may be launched, or may not.
   *
   * @default - Lambda chooses among all C, M and R types of the architecture
   */
  readonly instanceTypeFilter?: lambda.InstanceTypeFilter;

  /**
   * Architecture of the function and its instances.
   *
   * @default lambda.Architecture.ARM_64
   */
  readonly architecture?: lambda.Architecture;

  /**
   * Capacity provider that other functions share, of the same trust: they run side by side on its instances.
   *
   * Its network, scaling, architecture, instance types and key apply; those props must then be left out.
   *
   * @default - a new one for this function alone
   */
  readonly capacityProvider?: lambda.ICapacityProvider;

  /**
   * Network of the instances.
   *
   * @default ProcessorNetwork.vpcEndpoints()
   */
  readonly network?: ProcessorNetwork;

  /**
   * How long one batch may take, up to 90 minutes.
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
   * @default - pollers that Lambda shares out, 5 MB/s for the mapping
   */
  readonly provisionedPollers?: ProvisionedPollers;

  /**
   * Bytes that the requests are expected to have in a second, to be told when the mapping could not hand over as much.
   *
   * @default - not checked
   * @see https://docs.aws.amazon.com/lambda/latest/dg/lambda-managed-instances-quotas.html
   */
  readonly expectedBytesPerSecond?: number;

  /**
   * Whether Lambda traces batches with X-Ray; the network must then reach `xray`.
   *
   * @default lambda.Tracing.DISABLED
   */
  readonly tracing?: lambda.Tracing;

  /**
   * Role with which Lambda launches and describes the instances.
   *
   * It is taken as it is: its logs need `logs:CreateLogGroup`, `logs:CreateLogStream` and `logs:PutLogEvents`.
   *
   * @default - a new one with the policy that AWS maintains for this
   * @see https://docs.aws.amazon.com/lambda/latest/dg/lambda-managed-instances-operator-role.html
   */
  readonly operatorRole?: iam.IRole;

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

/** Properties of a ManagedInstanceProcessor. */
export interface ManagedInstanceProcessorProps extends ManagedInstanceProcessorOptions {
  /** Queue that the requests wait in; there is no useful default, since somebody must send to it. */
  readonly queue: sqs.IQueue;

  /** Archive that takes the events; give the pipeline's own, or one that several processors share. */
  readonly archive: TelemetryArchive;
}
