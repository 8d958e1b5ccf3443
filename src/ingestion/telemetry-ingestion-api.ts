import * as apigateway from 'aws-cdk-lib/aws-apigateway';
import * as apigatewayv2 from 'aws-cdk-lib/aws-apigatewayv2';
import * as cloudwatch from 'aws-cdk-lib/aws-cloudwatch';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as logs from 'aws-cdk-lib/aws-logs';
import * as sqs from 'aws-cdk-lib/aws-sqs';
import { Construct } from 'constructs';
import { IngestionAuth } from './auth/ingestion-auth';
import { IngestionDoor, type OpenDoor } from './door/ingestion-door';
import { settledCors } from './ingestion-cors';
import { factsOfIngestion } from './ingestion-facts';
import { TelemetryIngestionApiOptions } from './ingestion-options';
import { INGESTION_RULES } from './ingestion-rules';
import { enforce } from '../private/rules';

/** Properties of a TelemetryIngestionApi. */
export interface TelemetryIngestionApiProps extends TelemetryIngestionApiOptions {
  /** Queue that stores the requests; there is no useful default, since somebody must read it. */
  readonly queue: sqs.IQueue;
}

/**
 * Takes telemetry over HTTP and stores it in a queue.
 *
 * API Gateway hands each request to SQS by itself, with nothing in between that could fail or cost. The reply is 200 only
 * when SQS has stored the request; in any other case the client is told to keep its events and send them again.
 *
 * `POST /events` takes a JSON object, an array of objects or NDJSON; `POST /v1/batch` and its kin take what Segment's and
 * RudderStack's clients send. A request may have 1 MiB.
 *
 * @example
 * const queue = new TelemetryQueue(this, 'Queue');
 *
 * new TelemetryIngestionApi(this, 'Ingestion', {
 *   queue: queue.queue,
 *   authorization: IngestionAuth.none(),
 *   throttlingRateLimit: 200,
 * });
 */
export class TelemetryIngestionApi extends Construct {
  /** Address that clients post to; it ends in a slash. */
  public readonly url: string;

  /** The REST API, when that is the kind of door. */
  public readonly restApi?: apigateway.IRestApi;

  /** The HTTP API, when that is the kind of door. */
  public readonly httpApi?: apigatewayv2.IHttpApi;

  /** Where each request leaves a line; absent for an API that was given. */
  public readonly accessLogGroup?: logs.ILogGroup;

  private readonly door: OpenDoor;

  /**
   * Adds an endpoint.
   *
   * @param scope stack or construct that it becomes a part of
   * @param id its name there; another one makes new resources
   * @param props its queue, and who may send what to it
   */
  constructor(scope: Construct, id: string, props: TelemetryIngestionApiProps) {
    super(scope, id);

    const door = props.door ?? IngestionDoor.restApi();
    const authorization = props.authorization ?? IngestionAuth.iam();
    enforce(this, INGESTION_RULES, factsOfIngestion(this, door._facts, authorization._admission, props));

    this.door = door._open(this, {
      queue: props.queue,
      admission: authorization._admission,
      throttlingRateLimit: props.throttlingRateLimit ?? 1_000,
      throttlingBurstLimit: props.throttlingBurstLimit ?? 2_000,
      fairQueues: props.fairQueues ?? false,
      cors: props.cors && settledCors(props.cors),
      domain: props.domain,
      logs: { retention: props.logRetention ?? logs.RetentionDays.ONE_MONTH, encryptionKey: props.logEncryptionKey },
    });
    this.url = this.door.url;
    this.restApi = this.door.restApi;
    this.httpApi = this.door.httpApi;
    this.accessLogGroup = this.door.accessLogGroup;
  }

  /**
   * Lets somebody send telemetry, when `IngestionAuth.iam()` decides.
   *
   * @param grantee who may send
   */
  public grantPost(grantee: iam.IGrantable): iam.Grant {
    return this.door.grantPost(grantee);
  }

  /**
   * Requests; sum over 5 minutes unless said otherwise.
   *
   * @param options what differs: statistic, period, label, region
   */
  public metricCount(options?: cloudwatch.MetricOptions): cloudwatch.Metric {
    return this.metric('Count', { statistic: cloudwatch.Stats.SAMPLE_COUNT, ...options });
  }

  /**
   * Requests that were refused for what the client did, 429 among them; sum over 5 minutes unless said otherwise.
   *
   * @param options what differs: statistic, period, label, region
   */
  public metricClientError(options?: cloudwatch.MetricOptions): cloudwatch.Metric {
    return this.metric(this.door.metricNames.clientErrors, { statistic: cloudwatch.Stats.SUM, ...options });
  }

  /**
   * Requests that could not be stored; sum over 5 minutes unless said otherwise.
   *
   * @param options what differs: statistic, period, label, region
   */
  public metricServerError(options?: cloudwatch.MetricOptions): cloudwatch.Metric {
    return this.metric(this.door.metricNames.serverErrors, { statistic: cloudwatch.Stats.SUM, ...options });
  }

  /**
   * Time from request to reply, in milliseconds; average over 5 minutes unless said otherwise.
   *
   * @param options what differs: statistic, period, label, region
   */
  public metricLatency(options?: cloudwatch.MetricOptions): cloudwatch.Metric {
    return this.metric('Latency', options);
  }

  /**
   * Time that SQS takes of that, in milliseconds; average over 5 minutes unless said otherwise.
   *
   * @param options what differs: statistic, period, label, region
   */
  public metricIntegrationLatency(options?: cloudwatch.MetricOptions): cloudwatch.Metric {
    return this.metric('IntegrationLatency', options);
  }

  /**
   * Id of a REST API that was imported without its name, by which CloudWatch knows it.
   *
   * @internal
   */
  public get _namelessApi(): string | undefined {
    const imported = this.restApi?.node.tryFindChild('Resource') === undefined ? this.restApi : undefined;
    return imported?.restApiName === imported?.node.id ? imported?.node.id : undefined; // aws-cdk-lib takes the id where no name is given
  }

  private metric(metricName: string, options?: cloudwatch.MetricOptions): cloudwatch.Metric {
    return new cloudwatch.Metric({
      namespace: 'AWS/ApiGateway',
      metricName,
      dimensionsMap: this.door.metricDimensions,
      ...options,
    }).attachTo(this);
  }
}
