import { Stack, Token, TokenComparison } from 'aws-cdk-lib';
import * as apigateway from 'aws-cdk-lib/aws-apigateway';
import * as apigatewayv2 from 'aws-cdk-lib/aws-apigatewayv2';
import * as cloudwatch from 'aws-cdk-lib/aws-cloudwatch';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as logs from 'aws-cdk-lib/aws-logs';
import * as sqs from 'aws-cdk-lib/aws-sqs';
import { Construct } from 'constructs';
import { IngestionAuth } from './ingestion-auth';
import { IngestionDoor, type OpenDoor } from './ingestion-door';
import { INGESTION_RULES } from './ingestion-rules';
import { removableLogGroup } from '../private/log-group';
import { enforce } from '../private/rules';

/** What can be set on the endpoint of a pipeline. */
export interface TelemetryIngestionApiOptions {
  /**
   * Kind of API that takes the requests.
   *
   * @default IngestionDoor.restApi()
   */
  readonly door?: IngestionDoor;

  /**
   * Who may send.
   *
   * @default IngestionAuth.iam()
   */
  readonly authorization?: IngestionAuth;

  /**
   * Requests a second, on average; more are answered with 429.
   *
   * A request holds many events when the client batches, as every SDK does. The account's own limit, 10,000 a second for
   * all its APIs in a region, applies besides.
   *
   * @default 1000
   * @see https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-request-throttling.html
   */
  readonly throttlingRateLimit?: number;

  /**
   * Requests that may come at once, above the rate.
   *
   * @default 2000
   */
  readonly throttlingBurstLimit?: number;

  /**
   * How long the access log is kept.
   *
   * @default logs.RetentionDays.ONE_MONTH
   */
  readonly logRetention?: logs.RetentionDays;
}

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

  /** Where each request leaves a line. */
  public readonly accessLogGroup: logs.ILogGroup;

  private readonly door: OpenDoor;

  constructor(scope: Construct, id: string, props: TelemetryIngestionApiProps) {
    super(scope, id);

    const throttlingRateLimit = props.throttlingRateLimit ?? 1_000;
    const throttlingBurstLimit = props.throttlingBurstLimit ?? 2_000;
    const logRetention = props.logRetention ?? logs.RetentionDays.ONE_MONTH;
    enforce(this, INGESTION_RULES, {
      throttlingRateLimit,
      throttlingBurstLimit,
      fifo: props.queue.fifo,
      queueElsewhere: elsewhere(this, props.queue),
    });

    this.accessLogGroup = removableLogGroup(this, 'AccessLogs', { retention: logRetention });

    this.door = (props.door ?? IngestionDoor.restApi())._open(this, {
      queue: props.queue,
      authorization: props.authorization ?? IngestionAuth.iam(),
      throttlingRateLimit,
      throttlingBurstLimit,
      accessLogGroup: this.accessLogGroup,
      logRetention,
    });
    this.url = this.door.url;
    this.restApi = this.door.restApi;
    this.httpApi = this.door.httpApi;
  }

  /** Lets somebody send telemetry, when `IngestionAuth.iam()` decides. */
  public grantPost(grantee: iam.IGrantable): iam.Grant {
    return this.door.grantPost(grantee);
  }

  /** Requests; sum over 5 minutes unless said otherwise. */
  public metricCount(options?: cloudwatch.MetricOptions): cloudwatch.Metric {
    return this.metric('Count', { statistic: cloudwatch.Stats.SAMPLE_COUNT, ...options });
  }

  /** Requests that were refused for what the client did, 429 among them; sum over 5 minutes unless said otherwise. */
  public metricClientError(options?: cloudwatch.MetricOptions): cloudwatch.Metric {
    return this.metric(this.door.metricNames.clientErrors, { statistic: cloudwatch.Stats.SUM, ...options });
  }

  /** Requests that could not be stored; sum over 5 minutes unless said otherwise. */
  public metricServerError(options?: cloudwatch.MetricOptions): cloudwatch.Metric {
    return this.metric(this.door.metricNames.serverErrors, { statistic: cloudwatch.Stats.SUM, ...options });
  }

  /** Time from request to reply, in milliseconds; average over 5 minutes unless said otherwise. */
  public metricLatency(options?: cloudwatch.MetricOptions): cloudwatch.Metric {
    return this.metric('Latency', options);
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

function elsewhere(scope: Construct, queue: sqs.IQueue): string | undefined {
  const { account, region } = Stack.of(scope);
  return [[queue.env.account, account], [queue.env.region, region]]
    .find(([theirs, ours]) => Token.compareStrings(theirs, ours) === TokenComparison.DIFFERENT)?.[0];
}
