import * as apigateway from 'aws-cdk-lib/aws-apigateway';
import * as apigatewayv2 from 'aws-cdk-lib/aws-apigatewayv2';
import * as cloudwatch from 'aws-cdk-lib/aws-cloudwatch';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as logs from 'aws-cdk-lib/aws-logs';
import * as sqs from 'aws-cdk-lib/aws-sqs';
import { Construct } from 'constructs';
import { HttpDoorOptions, RestDoorOptions } from './door-options';
import { openHttpDoor } from './http-door';
import { openRestDoor } from './rest-door';
import type { LogKeeping } from '../../private/log-group';
import type { Admission, DoorKind } from '../auth/admission';
import type { IngestionCors } from '../ingestion-cors';
import type { IngestionDomainOptions } from '../ingestion-domain';

/** What every door is built from. */
export interface DoorWiring {
  readonly queue: sqs.IQueue;
  readonly admission: Admission;
  readonly throttlingRateLimit: number;
  readonly throttlingBurstLimit: number;
  readonly fairQueues: boolean;
  readonly cors?: IngestionCors;
  readonly domain?: IngestionDomainOptions;
  readonly logs: LogKeeping;
}

/** A door that stands, whichever kind it is. */
export interface OpenDoor {
  readonly url: string;
  readonly restApi?: apigateway.IRestApi;
  readonly httpApi?: apigatewayv2.IHttpApi;
  /** Absent for an API that others log. */
  readonly accessLogGroup?: logs.ILogGroup;
  readonly metricNames: { readonly clientErrors: string; readonly serverErrors: string };
  readonly metricDimensions: cloudwatch.DimensionsMap;
  /** Lets a signed request through. */
  grantPost(grantee: iam.IGrantable): iam.Grant;
}

/** What rules want to know of a door before it is built. */
export interface DoorFacts extends Omit<RestDoorOptions, 'restApi'> {
  readonly kind: DoorKind;
  /** Whether the API is there already. */
  readonly existing: boolean;
}

/**
 * The kind of API that takes the requests; both have the same routes.
 */
export class IngestionDoor {
  /**
   * A REST API, for any client as it is.
   *
   * Inflates gzip bodies, answers in JSON with the statuses that client SDKs understand, and passes `Content-Type` and
   * `User-Agent` on. 3.50 USD for a million requests.
   *
   * @param options how it is found or made
   * @see https://aws.amazon.com/api-gateway/pricing/
   */
  public static restApi(options: RestDoorOptions = {}): IngestionDoor {
    const { restApi, ...facts } = options;
    return new IngestionDoor({ kind: 'REST API', existing: restApi !== undefined, ...facts }, (scope, wiring) => openRestDoor(scope, wiring, options));
  }

  /**
   * An HTTP API, for clients that you choose, at less than a third of the price: 1.00 USD for a million requests.
   *
   * Its replies are those of SQS, in XML. It does not inflate gzip bodies, no header of the request reaches the queue, and
   * it has neither API keys nor web ACLs.
   *
   * @param options how it is found or made
   * @see https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-vs-rest.html
   */
  public static httpApi(options: HttpDoorOptions = {}): IngestionDoor {
    return new IngestionDoor({ kind: 'HTTP API', existing: options.httpApi !== undefined }, (scope, wiring) => openHttpDoor(scope, wiring, options));
  }

  private constructor(private readonly facts: DoorFacts, private readonly build: (scope: Construct, wiring: DoorWiring) => OpenDoor) {}

  /**
   * What it will be.
   *
   * @internal
   */
  public get _facts(): DoorFacts {
    return this.facts;
  }

  /**
   * Builds it.
   *
   * @internal
   */
  public _open(scope: Construct, wiring: DoorWiring): OpenDoor {
    return this.build(scope, wiring);
  }
}
