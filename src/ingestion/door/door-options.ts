import * as apigateway from 'aws-cdk-lib/aws-apigateway';
import * as apigatewayv2 from 'aws-cdk-lib/aws-apigatewayv2';
import * as ec2 from 'aws-cdk-lib/aws-ec2';

/** What can be set on the REST API. */
export interface RestDoorOptions {
  /**
   * First part of every path, as in `https://{id}.execute-api.{region}.amazonaws.com/{stageName}/events`.
   *
   * With `restApi`, the stage that clients use.
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

  /**
   * An API that is there already; the routes are added to it.
   *
   * Its stages, throttle, logs, gateway replies and domain name stay those of its owner. An API of another app needs a new
   * deployment before the routes answer.
   *
   * @default - a new API
   */
  readonly restApi?: apigateway.IRestApi;

  /**
   * ARN of a web ACL (AWS WAF, regional) that the stage is put behind: 5 USD a month and 0.60 USD for a million requests.
   *
   * @default - no web ACL
   * @see https://docs.aws.amazon.com/apigateway/latest/developerguide/apigateway-control-access-aws-waf.html
   */
  readonly webAclArn?: string;

  /**
   * Endpoints for `execute-api` in VPCs from which alone the API can be reached: it is then private.
   *
   * @default - the API is public
   * @see https://docs.aws.amazon.com/apigateway/latest/developerguide/apigateway-private-apis.html
   */
  readonly privateEndpoints?: ec2.IVpcEndpoint[];

  /**
   * Whether every request comes through a CloudFront distribution, which then tells the address of the client.
   *
   * Somebody who goes past the distribution can make one up: let in only what it sends, for example by a web ACL that asks
   * for a header that the distribution adds.
   *
   * @default false
   * @see https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/RequestAndResponseBehaviorCustomOrigin.html
   */
  readonly behindCloudFront?: boolean;

  /**
   * Content types that are taken, in lower case; others are answered with 415. Bodies must be text.
   *
   * A request without a type counts as `application/json`.
   *
   * @default - JSON, NDJSON, plain text, forms, and both of CloudEvents
   */
  readonly bodyTypes?: string[];

  /**
   * Most bytes that a body may have when it is inflated, rounded up to a multiple of 3; a larger one is answered with 413.
   *
   * @default - the 1,048,576 that SQS takes, attributes included
   * @see https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/quotas-messages.html
   */
  readonly maxRequestSize?: number;
}

/** What can be set on the HTTP API. */
export interface HttpDoorOptions {
  /**
   * An API that is there already; the routes are added to it.
   *
   * Its stages, throttle, logs, CORS and domain name stay those of its owner.
   *
   * @default - a new API
   */
  readonly httpApi?: apigatewayv2.IHttpApi;
}
