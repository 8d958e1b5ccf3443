import * as kms from 'aws-cdk-lib/aws-kms';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import { Construct } from 'constructs';
import { TelemetryArchive, TelemetryArchiveOptions } from './archive';
import { CostComparison, CostComparisonOptions, CostEstimate, TelemetryTraffic } from './economics';
import { comparisonOf } from './economics/synth/cost-comparison';
import { estimateOf, expectTraffic } from './economics/synth/expected-traffic';
import { PricedConstructs } from './economics/synth/priced-constructs';
import { TelemetryIngestionApi, TelemetryIngestionApiOptions } from './ingestion';
import { TelemetryMonitoring, TelemetryMonitoringOptions } from './monitoring';
import { ManagedInstanceProcessor, ManagedInstanceProcessorOptions, ProcessorCompute, TelemetryProcessor } from './processor';
import { TelemetryQueue, TelemetryQueueOptions } from './queue';
import { stagesWithKey } from './stage-keys';

/** Properties of a TelemetryPipeline; each stage has its own. */
export interface TelemetryPipelineProps {
  /**
   * The endpoint that clients post to.
   *
   * @default - a REST API for callers with AWS credentials, 1,000 requests a second
   */
  readonly ingestion?: TelemetryIngestionApiOptions;

  /**
   * The queue that requests wait in.
   *
   * @default - four days of patience, five tries, then fourteen days in the dead-letter queue
   */
  readonly queue?: TelemetryQueueOptions;

  /**
   * The archive that events are stored in.
   *
   * @default - a new bucket and Glue database; nothing expires
   */
  readonly archive?: TelemetryArchiveOptions;

  /**
   * The function that stores them.
   *
   * @default - 4,096 MB at 4 GiB per vCPU on arm64, in isolated subnets of three zones
   */
  readonly processor?: ManagedInstanceProcessorOptions;

  /**
   * What the processor runs on.
   *
   * @default ProcessorCompute.managedInstances()
   */
  readonly compute?: ProcessorCompute;

  /**
   * What clients are expected to send.
   *
   * At synthesis, a warning tells what could not carry it, and a note and the output `ExpectedCost` what a month of it costs.
   *
   * @default - nothing is checked or estimated
   */
  readonly expectedTraffic?: TelemetryTraffic;

  /**
   * Key that encrypts whatever the pipeline keeps, where a stage has no key of its own.
   *
   * Both queues, the bucket, the logs of every stage, the variables of the processor and the disks of its instances. Each role gets
   * what it needs of the key, and a key of this app lets CloudWatch Logs use it; of a key from elsewhere, warnings tell what its owner
   * must add. A bucket, an API or a capacity provider that is there already keeps its own, and the access log of the bucket one that
   * S3 manages. Another key later replaces the capacity provider.
   *
   * @default - keys that AWS owns and manages, at no charge
   */
  readonly encryptionKey?: kms.IKey;

  /**
   * Alarms and a dashboard; about 6 USD a month, `{ enabled: false }` goes without.
   *
   * @default - alarms that tell nobody, until `alarmActions` says whom, and a dashboard
   */
  readonly monitoring?: TelemetryMonitoringOptions;
}

/**
 * Collects telemetry: an endpoint, a queue behind it, a processor on managed instances, and an archive to query.
 *
 * Events that the endpoint has accepted are in the archive, in quarantine, in the queue or in the dead-letter queue;
 * they are never dropped. An event can be stored twice; both copies then carry the same `message_id`.
 *
 * @example
 * new TelemetryPipeline(this, 'Telemetry', {
 *   ingestion: { authorization: IngestionAuth.none() },
 * });
 */
export class TelemetryPipeline extends Construct {
  /** Takes requests over HTTP. */
  public readonly ingestion: TelemetryIngestionApi;

  /** Keeps them until they are processed. */
  public readonly queue: TelemetryQueue;

  /** Stores events as tables. */
  public readonly archive: TelemetryArchive;

  /** Turns requests into rows. */
  public readonly processor: TelemetryProcessor;

  /** Watches all of that. */
  public readonly monitoring: TelemetryMonitoring;

  /** The capacity provider of the processor, for functions that share it; absent on demand. */
  public readonly capacityProvider?: lambda.ICapacityProvider;

  /**
   * Adds a pipeline.
   *
   * @param scope stack or construct that it becomes a part of
   * @param id its name there; another one makes new resources
   * @param props what is set of each part
   */
  constructor(scope: Construct, id: string, props: TelemetryPipelineProps = {}) {
    super(scope, id);

    const { ingestion, queue, archive, processor } = stagesWithKey(props);

    this.queue = new TelemetryQueue(this, 'Queue', {
      processorTimeout: processor?.timeout,
      maxBatchingWindow: processor?.maxBatchingWindow,
      ...queue,
    });

    this.ingestion = new TelemetryIngestionApi(this, 'Ingestion', { ...ingestion, queue: this.queue.queue });

    this.archive = new TelemetryArchive(this, 'Archive', archive);

    const compute = props.compute ?? ProcessorCompute.managedInstances();
    this.processor = compute._createProcessor(this, {
      writeKeys: ingestion?.authorization?._admission.keysInBodies,
      ...processor,
      queue: this.queue.queue,
      archive: this.archive,
    });
    this.capacityProvider = this.processor instanceof ManagedInstanceProcessor ? this.processor.capacityProvider : undefined;

    this.monitoring = new TelemetryMonitoring(this, 'Monitoring', {
      ...props.monitoring,
      ingestion: this.ingestion,
      queue: this.queue,
      processor: this.processor,
      archive: this.archive,
    });

    if (props.expectedTraffic) {
      expectTraffic(this, this.pricedConstructs(), props.expectedTraffic);
    }
  }

  /**
   * Estimates what a month costs, for the pipeline as it is configured now.
   *
   * Prices are those of us-east-1 without free tiers and discounts; `compareCosts` takes others.
   *
   * @param traffic what clients are expected to send
   */
  public estimateCost(traffic: TelemetryTraffic): CostEstimate {
    return estimateOf(this, this.pricedConstructs(), traffic);
  }

  /**
   * Compares what a month costs on managed instances, on ordinary Lambda and with provisioned concurrency.
   *
   * For the pipeline as it is configured now, with its endpoint, queue, archive and monitoring in each; without taxes and free tiers.
   *
   * @example
   * const pipeline = new TelemetryPipeline(this, 'Telemetry', {});
   * const costs = pipeline.compareCosts({
   *   eventsPerSecond: 2_000,
   *   savingsPlanDiscount: 0.5,
   *   prices: { region: 'eu-west-1', asOf: '2026-11-25', usd: { 'ec2.m7g.large': 0.0912 } },
   * });
   * const difference = costs.managedInstances.usdPerMonth - costs.onDemand.usdPerMonth;
   *
   * @param options what clients are expected to send, and what changes the bill
   */
  public compareCosts(options: CostComparisonOptions): CostComparison {
    return comparisonOf(this, this.pricedConstructs(), options);
  }

  private pricedConstructs(): PricedConstructs {
    const { restApi, httpApi } = this.ingestion;
    const { eventSourceMapping, function: handler } = this.processor;
    return { api: (restApi ?? httpApi)!, doorKind: restApi ? 'rest' : 'http', eventSourceMapping, function: handler };
  }
}
