import * as kms from 'aws-cdk-lib/aws-kms';
import * as logs from 'aws-cdk-lib/aws-logs';
import { IngestionAuth } from './auth/ingestion-auth';
import { IngestionDoor } from './door/ingestion-door';
import { IngestionCorsOptions } from './ingestion-cors';
import { IngestionDomainOptions } from './ingestion-domain';

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
   * Which pages of other origins may send.
   *
   * @default - none; pages of the same origin may, as behind one CloudFront distribution
   */
  readonly cors?: IngestionCorsOptions;

  /**
   * A domain name of your own.
   *
   * @default - the name that API Gateway makes up
   */
  readonly domain?: IngestionDomainOptions;

  /**
   * Whether the requests of a key wait in a group of their own, so that one client's flood does not delay the others.
   *
   * Needs an `authorization` that tells whose key a request came with. SQS charges 0.10 USD more for a million requests.
   *
   * @default false
   * @see https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-fair-queues.html
   */
  readonly fairQueues?: boolean;

  /**
   * How long the access log is kept.
   *
   * @default logs.RetentionDays.ONE_MONTH
   */
  readonly logRetention?: logs.RetentionDays;

  /**
   * Key that the logs are encrypted with; its policy lets CloudWatch Logs use it.
   *
   * @default - a key of CloudWatch Logs
   */
  readonly logEncryptionKey?: kms.IKey;
}
