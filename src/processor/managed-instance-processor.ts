import { join } from 'path';
import { Duration } from 'aws-cdk-lib';
import * as cloudwatch from 'aws-cdk-lib/aws-cloudwatch';
import * as ec2 from 'aws-cdk-lib/aws-ec2';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import * as logs from 'aws-cdk-lib/aws-logs';
import * as sqs from 'aws-cdk-lib/aws-sqs';
import { Construct } from 'constructs';
import { ProcessorNetwork } from './processor-network';
import { PROCESSOR_RULES, vCpus } from './processor-rules';
import { DEFAULT_MAX_BATCHING_WINDOW, DEFAULT_TIMEOUT } from './processor-timing';
import { TelemetryArchive } from '../archive';
import { acknowledge } from '../private/acknowledge';
import { removableLogGroup } from '../private/log-group';
import { enforce } from '../private/rules';
import { ENVIRONMENT } from '../wire/environment';

/** @see https://docs.aws.amazon.com/lambda/latest/dg/lambda-managed-instances-operator-role.html */
const OPERATOR_POLICY = 'AWSLambdaManagedEC2ResourceOperator';

/** What can be set on the processor of a pipeline. */
export interface ManagedInstanceProcessorOptions {
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
   * vCPUs that all instances together may have, from 12 to 15,000; the lid on the bill.
   *
   * Leave room for two instances above what the minimum needs, or the first deployment can fail.
   *
   * @default 40
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
   * Its network, scaling, architecture and instance types apply; those props must then be left out.
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
   * Most bytes of one event, as JSON text; a larger one is quarantined.
   *
   * @default 32768
   */
  readonly maxEventBytes?: number;

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

/**
 * Turns requests into rows of the archive, on EC2 instances that Lambda manages.
 *
 * A function on Lambda Managed Instances takes batches from the queue, checks and enriches the events in them and stores
 * them as objects. A batch is acknowledged only when its rows are stored; what cannot be read is stored in quarantine.
 * The instances run round the clock: three of them are the floor of the bill, and in exchange there are no cold starts
 * and no charge for duration.
 *
 * Attaching a function to a capacity provider is one-way: it cannot be detached later, only replaced.
 *
 * @example
 * const queue = new TelemetryQueue(this, 'Queue');
 * const archive = new TelemetryArchive(this, 'Archive');
 *
 * new ManagedInstanceProcessor(this, 'Processor', {
 *   queue: queue.queue,
 *   archive,
 *   memorySize: 8192,
 *   executionEnvironmentMemoryGiBPerVCpu: 4,
 * });
 */
export class ManagedInstanceProcessor extends Construct implements iam.IGrantable {
  /** The function that processes batches. */
  public readonly function: lambda.IFunction;

  /** The capacity provider that launches its instances. */
  public readonly capacityProvider: lambda.ICapacityProvider;

  /** The mapping that hands batches from the queue to the function. */
  public readonly eventSourceMapping: lambda.IEventSourceMapping;

  /** The VPC of the instances; absent when the capacity provider was given. */
  public readonly vpc?: ec2.IVpc;

  /** Where the function logs. */
  public readonly logGroup: logs.ILogGroup;

  /** The function's role, for grants to a handler that does more. */
  public readonly grantPrincipal: iam.IPrincipal;

  constructor(scope: Construct, id: string, props: ManagedInstanceProcessorProps) {
    super(scope, id);

    const memorySize = props.memorySize ?? 4_096;
    const memoryGiBPerVCpu = props.executionEnvironmentMemoryGiBPerVCpu ?? 4;
    const architecture = props.architecture ?? lambda.Architecture.ARM_64;
    const logRetention = props.logRetention ?? logs.RetentionDays.ONE_MONTH;
    enforce(this, PROCESSOR_RULES, { memorySize, memoryGiBPerVCpu });

    const cores = Math.max(1, Math.floor(vCpus({ memorySize, memoryGiBPerVCpu })));
    const network = props.capacityProvider ? undefined : (props.network ?? ProcessorNetwork.vpcEndpoints())._bind(this, logRetention);
    this.vpc = network?.vpc;

    this.capacityProvider = props.capacityProvider ?? this.createCapacityProvider(props, {
      architectures: [architecture],
      subnets: network!.subnets,
      securityGroups: network!.securityGroups,
      logGroup: removableLogGroup(this, 'CapacityProviderLogs', logRetention),
    });

    this.logGroup = removableLogGroup(this, 'Logs', logRetention);
    const handler = new lambda.Function(this, 'Function', {
      description: 'Lands telemetry in the archive',
      runtime: lambda.Runtime.NODEJS_24_X,
      architecture,
      code: lambda.Code.fromAsset(join(__dirname, '..', '..', 'assets', 'processor', 'telemetry.lambda')),
      handler: 'index.handler',
      memorySize,
      timeout: props.timeout ?? DEFAULT_TIMEOUT,
      role: new iam.Role(this, 'Role', { assumedBy: new iam.ServicePrincipal('lambda.amazonaws.com') }),
      logGroup: this.logGroup,
      loggingFormat: lambda.LoggingFormat.JSON,
      environment: {
        // One worker thread for each vCPU: each loads the handler anew, and rows merge better in fewer of them.
        AWS_LAMBDA_NODEJS_WORKER_COUNT: `${cores}`,
        // A polling worker holds a thread of this pool; compression and name resolution need threads besides.
        UV_THREADPOOL_SIZE: `${4 + 2 * cores}`,
        ...props.environment,
        ...(props.maxEventBytes === undefined ? {} : { [ENVIRONMENT.maxEventBytes]: `${props.maxEventBytes}` }),
      },
    });
    this.function = handler;
    this.grantPrincipal = handler.grantPrincipal;
    this.logGroup.grantWrite(handler);

    this.attach(handler, {
      executionEnvironmentMemoryGiBPerVCpu: memoryGiBPerVCpu,
      perExecutionEnvironmentMaxConcurrency: props.perExecutionEnvironmentMaxConcurrency ?? 16 * cores,
      minExecutionEnvironments: props.minExecutionEnvironments,
      maxExecutionEnvironments: props.maxExecutionEnvironments,
    });
    network?.ways.forEach(way => handler.node.addDependency(way));

    const stored = props.archive.grantWrite(handler);
    handler.addEnvironment(ENVIRONMENT.archiveBucket, props.archive.bucket.bucketName);

    props.queue.grantConsumeMessages(handler);
    const mapping = new lambda.EventSourceMapping(this, 'EventSourceMapping', {
      target: handler,
      eventSourceArn: props.queue.queueArn,
      batchSize: props.batchSize ?? 10_000,
      maxBatchingWindow: props.maxBatchingWindow ?? DEFAULT_MAX_BATCHING_WINDOW,
      maxConcurrency: props.maxConcurrency,
      reportBatchItemFailures: true,
    });
    stored.applyBefore(mapping);
    this.eventSourceMapping = mapping;
  }

  /** Batches that the function was given; sum over 5 minutes unless said otherwise. */
  public metricInvocations(options?: cloudwatch.MetricOptions): cloudwatch.Metric {
    return this.function.metricInvocations(options);
  }

  /** Batches that failed as a whole; sum over 5 minutes unless said otherwise. */
  public metricErrors(options?: cloudwatch.MetricOptions): cloudwatch.Metric {
    return this.function.metricErrors(options);
  }

  /** Batches that were refused because every environment was busy; sum over 5 minutes unless said otherwise. */
  public metricThrottles(options?: cloudwatch.MetricOptions): cloudwatch.Metric {
    return this.function.metricThrottles(options);
  }

  /** How long a batch takes, in milliseconds; average over 5 minutes unless said otherwise. */
  public metricDuration(options?: cloudwatch.MetricOptions): cloudwatch.Metric {
    return this.function.metricDuration(options);
  }

  private createCapacityProvider(options: ManagedInstanceProcessorOptions, wiring: lambda.CapacityProviderProps): lambda.CapacityProvider {
    const operatorRole = new iam.Role(this, 'OperatorRole', {
      description: 'Lets Lambda launch and describe the instances of the telemetry processor',
      assumedBy: new iam.ServicePrincipal('lambda.amazonaws.com'),
      managedPolicies: [iam.ManagedPolicy.fromAwsManagedPolicyName(OPERATOR_POLICY)],
    });
    acknowledge(operatorRole, `AwsSolutions-IAM4[Policy::arn:<AWS::Partition>:iam::aws:policy/${OPERATOR_POLICY}]`,
      'AWS maintains this policy together with managed instances; a copy of it would fall behind the service');

    // No physical name: a new name would be needed whenever network, role or instance types change.
    return new lambda.CapacityProvider(this, 'CapacityProvider', {
      ...wiring,
      operatorRole,
      maxVCpuCount: options.maxVCpuCount ?? 40,
      scalingOptions: options.scalingOptions ?? lambda.ScalingOptions.auto(),
      instanceTypeFilter: options.instanceTypeFilter,
    });
  }

  /** Attaches the function through its own resource, which works for a provider of another stack too. */
  private attach(handler: lambda.Function, options: {
    readonly executionEnvironmentMemoryGiBPerVCpu: number;
    readonly perExecutionEnvironmentMaxConcurrency: number;
    readonly minExecutionEnvironments?: number;
    readonly maxExecutionEnvironments?: number;
  }): void {
    const { minExecutionEnvironments, maxExecutionEnvironments, ...perEnvironment } = options;
    const resource = handler.node.defaultChild as lambda.CfnFunction;

    resource.capacityProviderConfig = {
      lambdaManagedInstancesCapacityProviderConfig: { capacityProviderArn: this.capacityProvider.capacityProviderArn, ...perEnvironment },
    };
    if (minExecutionEnvironments !== undefined || maxExecutionEnvironments !== undefined) {
      resource.functionScalingConfig = { minExecutionEnvironments, maxExecutionEnvironments };
    }
    resource.publishToLatestPublished = true; // managed instances run published versions only, and the mapping reads $LATEST.PUBLISHED
  }
}
