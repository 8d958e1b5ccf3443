import * as iam from 'aws-cdk-lib/aws-iam';
import * as kms from 'aws-cdk-lib/aws-kms';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import { ManagedInstanceSize } from './managed-instance-size';
import { ProcessorNetwork } from './processor-network';
import { ProcessorOptions, ProcessorWiring } from './processor-options';

/** What can be set on a processor on managed instances. */
export interface ManagedInstanceProcessorOptions extends ProcessorOptions {
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
   * Bytes that the requests are expected to have in a second, to be told when the mapping could not hand over as much.
   *
   * @default - not checked
   * @see https://docs.aws.amazon.com/lambda/latest/dg/lambda-managed-instances-quotas.html
   */
  readonly expectedBytesPerSecond?: number;

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
   * Key that encrypts the disks of the instances. Another key later replaces the capacity provider.
   *
   * The operator role gets what EBS asks of whoever launches instances; AWS does not document which role Lambda uses the key
   * with, and it was not tried. An operator role of your own is taken as it is.
   *
   * @default - a key that AWS manages
   * @see https://docs.aws.amazon.com/ebs/latest/userguide/ebs-encryption-requirements.html
   */
  readonly kmsKey?: kms.IKey;
}

/** Properties of a ManagedInstanceProcessor. */
export interface ManagedInstanceProcessorProps extends ManagedInstanceProcessorOptions, ProcessorWiring {}
