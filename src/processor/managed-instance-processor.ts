import * as cloudwatch from 'aws-cdk-lib/aws-cloudwatch';
import * as ec2 from 'aws-cdk-lib/aws-ec2';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import * as logs from 'aws-cdk-lib/aws-logs';
import { Construct } from 'constructs';
import { createCapacityProvider, watchedProvider } from './capacity-provider';
import { environmentMetric, instanceMetric } from './instance-metrics';
import { checkProcessorLate } from './late-check';
import { ManagedInstanceProcessorProps } from './managed-instance-options';
import { DEFAULT_MEMORY_GIB_PER_VCPU, DEFAULT_MEMORY_SIZE, factsOfOptions } from './option-facts';
import { ProcessorCode } from './processor-code';
import { connectProcessor, createProcessorFunction } from './processor-function';
import { ProcessorNetwork } from './processor-network';
import { PROCESSOR_RULES } from './processor-rules';
import { vCpus } from './rules/instance-room';
import { TelemetryProcessor } from './telemetry-processor';
import { WatchedProcessor } from './watched-processor';
import { removableLogGroup } from '../private/log-group';
import { known, refuse } from '../private/rules';
import { visibilityFacts } from '../queue/queue-facts';
import { READER_RULES } from '../queue/queue-rules';

const WORKER_COUNT = 'AWS_LAMBDA_NODEJS_WORKER_COUNT';

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
 *   size: ManagedInstanceSize.generalPurpose(2), // 8 GB
 * });
 */
export class ManagedInstanceProcessor extends TelemetryProcessor {
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

  /**
   * What can be watched of it.
   *
   * @internal
   */
  public readonly _watched: WatchedProcessor;

  /**
   * Adds a processor.
   *
   * @param scope stack or construct that it becomes a part of
   * @param id its name there; another one makes new resources
   * @param props its queue and archive, and how it works
   */
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
      sendsLogs: true,
      writeKeyStore: props.writeKeys?._endpoint,
    });
    this.vpc = network?.vpc;

    const providerLogs = props.capacityProvider ? undefined : removableLogGroup(this, 'CapacityProviderLogs', keptLogs);
    this.capacityProvider = props.capacityProvider ?? createCapacityProvider(this, props, {
      architectures: [architecture],
      subnets: network!.subnets,
      securityGroups: network!.securityGroups,
      logGroup: providerLogs,
    });

    this.logGroup = removableLogGroup(this, 'Logs', keptLogs);
    const concurrency = known(perExecutionEnvironmentMaxConcurrency);
    const handler = createProcessorFunction(this, props, {
      memorySize,
      architecture,
      logGroup: this.logGroup,
      share: { memorySize: known(memorySize), concurrency, workers: Number(known(props.environment?.[WORKER_COUNT])) || cores },
      environment: (props.code ?? ProcessorCode.bundled()).runtime.family === lambda.RuntimeFamily.NODEJS ? workerEnvironment(cores) : undefined,
    });
    this.function = handler;
    this.grantPrincipal = handler.grantPrincipal;

    this.attach(handler, {
      executionEnvironmentMemoryGiBPerVCpu,
      perExecutionEnvironmentMaxConcurrency,
      minExecutionEnvironments: props.minExecutionEnvironments,
      maxExecutionEnvironments: props.maxExecutionEnvironments,
    });
    network?.ways.forEach(way => handler.node.addDependency(way));

    this.eventSourceMapping = connectProcessor(this, handler, handler, props);

    this._watched = {
      tellsMetrics: props.code?._isBundled ?? true,
      instances: {
        environmentConcurrency: perExecutionEnvironmentMaxConcurrency,
        provider: providerLogs && watchedProvider(props, providerLogs),
      },
    };

    checkProcessorLate(this, {
      expectedBytesPerSecond: known(props.expectedBytesPerSecond),
      fieldsHashedPlainly: props.privacy?.hashKey ? 0 : props.privacy?.hashFields?.length,
    });
  }

  /**
   * How busy the vCPUs of the instances are, in per cent; average over all of them and 5 minutes unless said otherwise.
   *
   * @param options what differs: period, label, region
   */
  public metricCpuUtilization(options?: cloudwatch.MathExpressionOptions): cloudwatch.MathExpression {
    return instanceMetric('AVG', 'CPUUtilization', this.capacityProvider, options);
  }

  /**
   * How full the memory of the instances is, in per cent; average over all of them and 5 minutes unless said otherwise.
   *
   * @param options what differs: period, label, region
   */
  public metricMemoryUtilization(options?: cloudwatch.MathExpressionOptions): cloudwatch.MathExpression {
    return instanceMetric('AVG', 'MemoryUtilization', this.capacityProvider, options);
  }

  /**
   * vCPUs of the instances that environments have; sum over all types of instances, every 5 minutes, which is as often as Lambda tells.
   *
   * AWS documents the interval and not how the sample is made up: compare it once with the instances that run.
   *
   * @param options what differs: label, region
   */
  public metricVCpuAllocated(options?: cloudwatch.MathExpressionOptions): cloudwatch.MathExpression {
    return instanceMetric('SUM', 'vCPUAllocated', this.capacityProvider, options);
  }

  /**
   * vCPUs of the instances that no environment has yet; made up like `metricVCpuAllocated()`.
   *
   * @param options what differs: label, region
   */
  public metricVCpuAvailable(options?: cloudwatch.MathExpressionOptions): cloudwatch.MathExpression {
    return instanceMetric('SUM', 'vCPUAvailable', this.capacityProvider, options);
  }

  /**
   * Batches that an environment works on at the same time; average over all environments and 5 minutes unless said otherwise.
   *
   * @param options what differs: period, label, region
   */
  public metricEnvironmentConcurrency(options?: cloudwatch.MathExpressionOptions): cloudwatch.MathExpression {
    return environmentMetric('AVG', 'ExecutionEnvironmentConcurrency', this.capacityProvider, this.function, options);
  }

  /**
   * How full the memory of the environments is, in per cent; the fullest within 5 minutes unless said otherwise.
   *
   * @param options what differs: period, label, region
   */
  public metricEnvironmentMemoryUtilization(options?: cloudwatch.MathExpressionOptions): cloudwatch.MathExpression {
    return environmentMetric('MAX', 'ExecutionEnvironmentMemoryUtilization', this.capacityProvider, this.function, options);
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

/** Variables that Node.js on managed instances runs with. */
function workerEnvironment(cores: number): Record<string, string> {
  return {
    // One worker thread for each vCPU: each loads the handler anew, and rows merge better in fewer of them.
    [WORKER_COUNT]: `${cores}`,
    // A polling worker holds a thread of this pool; compression and name resolution need threads besides.
    UV_THREADPOOL_SIZE: `${4 + 2 * cores}`,
  };
}
