import * as apigateway from 'aws-cdk-lib/aws-apigateway';
import * as apigatewayv2 from 'aws-cdk-lib/aws-apigatewayv2';
import * as cloudwatch from 'aws-cdk-lib/aws-cloudwatch';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as logs from 'aws-cdk-lib/aws-logs';
import * as sqs from 'aws-cdk-lib/aws-sqs';
import { Construct } from 'constructs';
import { openHttpDoor } from './http-door';
import { IngestionAuth } from './ingestion-auth';
import { openRestDoor } from './rest-door';

/** What can be set on the REST API. */
export interface RestDoorOptions {
  /**
   * First part of every path, as in `https://{id}.execute-api.{region}.amazonaws.com/{stageName}/events`.
   *
   * @default 'prod'
   */
  readonly stageName?: string;

  /**
   * Whether this app sets the role that lets API Gateway write logs, once for the whole account and region.
   *
   * API Gateway refuses a stage with logs as long as that role is not set. It is one setting for all APIs of the account
   * and region, so it belongs into one app only.
   *
   * @default - not set here; a note at synth says how to find out whether it is
   * @see https://docs.aws.amazon.com/apigateway/latest/developerguide/set-up-logging.html
   */
  readonly cloudWatchRole?: boolean;
}

/** What every door is built from. */
export interface DoorWiring {
  readonly queue: sqs.IQueue;
  readonly authorization: IngestionAuth;
  readonly throttlingRateLimit: number;
  readonly throttlingBurstLimit: number;
  readonly accessLogGroup: logs.ILogGroup;
  readonly logRetention: logs.RetentionDays;
}

/** A door that stands, whichever kind it is. */
export interface OpenDoor {
  readonly url: string;
  readonly restApi?: apigateway.IRestApi;
  readonly httpApi?: apigatewayv2.IHttpApi;
  readonly metricNames: { readonly clientErrors: string; readonly serverErrors: string };
  readonly metricDimensions: cloudwatch.DimensionsMap;
  /** Lets a signed request through. */
  grantPost(grantee: iam.IGrantable): iam.Grant;
}

/**
 * The kind of API that takes the requests; both have the same routes.
 */
export class IngestionDoor {
  /**
   * A REST API, for any client as it is.
   *
   * Inflates gzip bodies, answers in JSON with the statuses that client SDKs understand, and passes `Authorization`,
   * `Content-Type` and `User-Agent` on. 3.50 USD for a million requests.
   *
   * @see https://aws.amazon.com/api-gateway/pricing/
   */
  public static restApi(options: RestDoorOptions = {}): IngestionDoor {
    return new IngestionDoor((scope, wiring) => openRestDoor(scope, wiring, options));
  }

  /**
   * An HTTP API, for clients that you choose, at less than a third of the price: 1.00 USD for a million requests.
   *
   * Its replies are those of SQS, in XML. It does not inflate gzip bodies, and no header of the request reaches the queue.
   *
   * @see https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-vs-rest.html
   */
  public static httpApi(): IngestionDoor {
    return new IngestionDoor(openHttpDoor);
  }

  private constructor(private readonly build: (scope: Construct, wiring: DoorWiring) => OpenDoor) {}

  /** @internal */
  public _open(scope: Construct, wiring: DoorWiring): OpenDoor {
    return this.build(scope, wiring);
  }
}
