import * as cloudwatch from 'aws-cdk-lib/aws-cloudwatch';
import * as ec2 from 'aws-cdk-lib/aws-ec2';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import * as logs from 'aws-cdk-lib/aws-logs';
import { Construct } from 'constructs';
import { createCapacityProvider } from './capacity-provider';
import { checkProcessorLate } from './late-check';
import { ManagedInstanceProcessorProps } from './managed-instance-options';
import { DEFAULT_BATCH_SIZE, DEFAULT_MEMORY_GIB_PER_VCPU, DEFAULT_MEMORY_SIZE, factsOfOptions } from './option-facts';
import { createProcessorFunction } from './processor-function';
import { ProcessorNetwork } from './processor-network';
import { PROCESSOR_RULES } from './processor-rules';
import { DEFAULT_MAX_BATCHING_WINDOW } from './processor-timing';
import { vCpus } from './rules/memory-rules';
import { removableLogGroup } from '../private/log-group';
import { known, refuse } from '../private/rules';
import { visibilityFacts } from '../queue/queue-facts';
import { READER_RULES } from '../queue/queue-rules';
import { ENVIRONMENT } from '../wire/environment';

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

    const facts = factsOfOptions(props);
    refuse(this, [...PROCESSOR_RULES, ...READER_RULES], { ...facts, ...visibilityFacts(props.queue, facts.timeout) });

    const memorySize = props.size?.memorySize ?? props.memorySize ?? DEFAULT_MEMORY_SIZE;
    const executionEnvironmentMemoryGiBPerVCpu = props.size?.executionEnvironmentMemoryGiBPerVCpu
      ?? props.executionEnvironmentMemoryGiBPerVCpu ?? DEFAULT_MEMORY_GIB_PER_VCPU;
    const architecture = props.architecture ?? lambda.Architecture.ARM_64;
    const keptLogs = { retention: props.logRetention ?? logs.RetentionDays.ONE_MONTH, encryptionKey: props.logEncryptionKey };
    const cores = vCpus(facts) ?? 1;
    const perExecutionEnvironmentMaxConcurrency = props.perExecutionEnvironmentMaxConcurrency ?? 16 * cores;
    const network = props.capacityProvider ? undefined : (props.network ?? ProcessorNetwork.vpcEndpoints())._bind(this, {
      logs: keptLogs,
      writeKeyStore: props.writeKeys?._endpoint,
    });
    this.vpc = network?.vpc;

    this.capacityProvider = props.capacityProvider ?? createCapacityProvider(this, props, {
      architectures: [architecture],
      subnets: network!.subnets,
      securityGroups: network!.securityGroups,
      logGroup: removableLogGroup(this, 'CapacityProviderLogs', keptLogs),
    });

    this.logGroup = removableLogGroup(this, 'Logs', keptLogs);
    const handler = createProcessorFunction(this, props, {
      memorySize, architecture, perExecutionEnvironmentMaxConcurrency, vCpus: cores, logGroup: this.logGroup,
    });
    this.function = handler;
    this.grantPrincipal = handler.grantPrincipal;
    this.logGroup.grantWrite(handler);
    props.environmentEncryption?.grantDecrypt(handler);
    props.writeKeys?._grantRead(handler);

    this.attach(handler, {
      executionEnvironmentMemoryGiBPerVCpu,
      perExecutionEnvironmentMaxConcurrency,
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
      batchSize: props.batchSize ?? DEFAULT_BATCH_SIZE,
      maxBatchingWindow: props.maxBatchingWindow ?? DEFAULT_MAX_BATCHING_WINDOW,
      maxConcurrency: props.maxConcurrency,
      reportBatchItemFailures: true,
    });
    // Through its own resource, since aws-cdk-lib takes up to 2,000 pollers of the 10,000 that there are.
    (mapping.node.defaultChild as lambda.CfnEventSourceMapping).provisionedPollerConfig = props.provisionedPollers;
    stored.applyBefore(mapping);
    this.eventSourceMapping = mapping;

    checkProcessorLate(this, {
      expectedBytesPerSecond: known(props.expectedBytesPerSecond),
      fieldsHashedPlainly: props.privacy?.hashKey ? 0 : props.privacy?.hashFields?.length,
    });
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
