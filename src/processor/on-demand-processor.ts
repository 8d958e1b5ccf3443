import * as cloudwatch from 'aws-cdk-lib/aws-cloudwatch';
import * as ec2 from 'aws-cdk-lib/aws-ec2';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import * as logs from 'aws-cdk-lib/aws-logs';
import { Construct } from 'constructs';
import { checkOnDemandLate } from './late-check';
import { factsOnDemand, DEFAULT_MEMORY_ON_DEMAND } from './on-demand-facts';
import { OnDemandProcessorProps } from './on-demand-options';
import { connectProcessor, createProcessorFunction } from './processor-function';
import { ON_DEMAND_PROCESSOR_RULES } from './processor-rules';
import { TelemetryProcessor } from './telemetry-processor';
import { WatchedProcessor } from './watched-processor';
import { acknowledge } from '../private/acknowledge';
import { LogKeeping, removableLogGroup } from '../private/log-group';
import { known, refuse } from '../private/rules';
import { visibilityFacts } from '../queue/queue-facts';
import { READER_RULES } from '../queue/queue-rules';

/** Lets a function open network interfaces. */
const VPC_POLICY = 'service-role/AWSLambdaVPCAccessExecutionRole';

/**
 * Turns requests into rows of the archive, on ordinary Lambda: paid by the millisecond, and nothing while nothing comes.
 *
 * The handler and its guarantees are those of ManagedInstanceProcessor; one environment runs one batch at a time, so objects are
 * smaller, and a burst waits for environments to start. By list prices it is the cheaper one for the library's handler, and it is
 * the way back from managed instances.
 *
 * @see https://docs.aws.amazon.com/lambda/latest/dg/services-sqs-scaling.html
 * @example
 * const queue = new TelemetryQueue(this, 'Queue');
 * const archive = new TelemetryArchive(this, 'Archive');
 *
 * new OnDemandProcessor(this, 'Processor', { queue: queue.queue, archive, provisionedConcurrency: 4 });
 */
export class OnDemandProcessor extends TelemetryProcessor {
  /** The function that processes batches. */
  public readonly function: lambda.IFunction;

  /** The mapping that hands batches from the queue to the function, or to its alias `live` when concurrency is provisioned. */
  public readonly eventSourceMapping: lambda.IEventSourceMapping;

  /** Where the function logs. */
  public readonly logGroup: logs.ILogGroup;

  /** The VPC that the function's connections go through; absent when it has none. */
  public readonly vpc?: ec2.IVpc;

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
   * @param props what it reads, where it writes, and how it runs
   */
  constructor(scope: Construct, id: string, props: OnDemandProcessorProps) {
    super(scope, id);

    const facts = factsOnDemand(props);
    refuse(this, [...ON_DEMAND_PROCESSOR_RULES, ...READER_RULES], { ...facts, ...visibilityFacts(props.queue, facts.timeout) });

    const keptLogs = { retention: props.logRetention ?? logs.RetentionDays.ONE_MONTH, encryptionKey: props.logEncryptionKey };
    const network = this.bindNetwork(props, keptLogs);
    this.vpc = network?.vpc;
    this.logGroup = removableLogGroup(this, 'Logs', keptLogs);

    const memorySize = props.memorySize ?? DEFAULT_MEMORY_ON_DEMAND;
    const handler = createProcessorFunction(this, props, {
      memorySize,
      architecture: props.architecture ?? lambda.Architecture.ARM_64,
      logGroup: this.logGroup,
      share: { memorySize: known(memorySize), concurrency: 1, workers: 1 },
      reservedConcurrentExecutions: props.reservedConcurrentExecutions,
      ...network && { vpc: network.vpc, vpcSubnets: { subnets: network.subnets }, securityGroups: network.securityGroups },
    });
    this.function = handler;
    this.grantPrincipal = handler.grantPrincipal;
    if (network) {
      this.letOpenInterfaces(handler);
    }
    network?.ways.forEach(way => handler.node.addDependency(way));

    this.eventSourceMapping = connectProcessor(this, handler, this.readyOne(handler, props.provisionedConcurrency), props);

    this._watched = {
      tellsMetrics: props.code?._isBundled ?? true,
      concurrencyLimit: least(props.reservedConcurrentExecutions, props.maxConcurrency),
    };

    checkOnDemandLate(this, handler.node.defaultChild as lambda.CfnFunction, {
      fieldsHashedPlainly: props.privacy?.hashKey ? 0 : props.privacy?.hashFields?.length,
    });
  }

  /**
   * Batches that run at the same time; maximum over 5 minutes unless said otherwise.
   *
   * @param options what differs: statistic, period, label, region
   */
  public metricConcurrentExecutions(options?: cloudwatch.MetricOptions): cloudwatch.Metric {
    return this.function.metric('ConcurrentExecutions', { statistic: cloudwatch.Stats.MAXIMUM, ...options });
  }

  private bindNetwork({ network, writeKeys }: OnDemandProcessorProps, keptLogs: LogKeeping) {
    // The function's logs do not go through its network, so that needs no way to CloudWatch.
    return network?._bind(this, { logs: keptLogs, sendsLogs: false, writeKeyStore: writeKeys?._endpoint });
  }

  /** What the mapping invokes: an alias with environments that are ready, or the function itself. */
  private readyOne(handler: lambda.Function, provisionedConcurrentExecutions?: number): lambda.IFunction {
    return provisionedConcurrentExecutions === undefined
      ? handler
      : new lambda.Alias(this, 'Live', { aliasName: 'live', version: handler.currentVersion, provisionedConcurrentExecutions });
  }

  private letOpenInterfaces(handler: lambda.Function): void {
    handler.role!.addManagedPolicy(iam.ManagedPolicy.fromAwsManagedPolicyName(VPC_POLICY));
    acknowledge(handler.role!, `AwsSolutions-IAM4[Policy::arn:<AWS::Partition>:iam::aws:policy/${VPC_POLICY}]`,
      'AWS maintains what Lambda needs to put a function into a VPC; a copy of it would fall behind the service');
  }
}

/** The least of the limits that there are and that are known. */
function least(...limits: (number | undefined)[]): number | undefined {
  const told = limits.map(limit => known(limit)).filter(limit => limit !== undefined);
  return told.length > 0 ? Math.min(...told) : undefined;
}
