import { Duration } from 'aws-cdk-lib';
import * as apigateway from 'aws-cdk-lib/aws-apigateway';
import * as cognito from 'aws-cdk-lib/aws-cognito';

/** How API keys are handed out. */
export interface ApiKeyAuthOptions {
  /**
   * The keys that are let in.
   *
   * @default - one new key; API Gateway makes up its value
   */
  readonly apiKeys?: apigateway.IApiKey[];

  /**
   * Requests a second, and at once, that each key may send; more are answered with 429.
   *
   * @default - what the whole endpoint takes
   */
  readonly throttle?: apigateway.ThrottleSettings;

  /**
   * Requests that each key may send in a day, a week or a month; more are answered with 429.
   *
   * API Gateway counts at its best effort: a key can send somewhat more.
   *
   * @default - no quota
   * @see https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-api-usage-plans.html
   */
  readonly quota?: apigateway.QuotaSettings;
}

/** How write keys are asked for. */
export interface WriteKeyAuthOptions {
  /**
   * Whether clients that put their key into the body may send, too.
   *
   * Browsers and apps of Segment, and PostHog's and Amplitude's clients, do. The routes that they use then take every
   * request, and the processor looks for the key: events with an unknown one end up in quarantine as `unknown_write_key`.
   * `TelemetryPipeline` tells its processor the keys; a processor beside this construct needs them as `writeKeys`.
   * `/events`, `/v1/batch`, `/v1/import`, `/v1/logs` and Snowplow's route ask for the header all the same.
   *
   * @default false
   */
  readonly keysInBodies?: boolean;

  /**
   * How long the door keeps what it was told of a key, at most an hour. A key that was taken out is let in for that long.
   *
   * @default Duration.minutes(5)
   * @see https://docs.aws.amazon.com/apigateway/latest/api/API_CreateAuthorizer.html
   */
  readonly resultsCacheTtl?: Duration;
}

/** Whose tokens are let in. */
export interface JwtAuthOptions {
  /** The `iss` of a token: address of the OpenID Connect issuer, such as `https://login.example.com`. */
  readonly issuer: string;

  /** What the `aud` or `client_id` of a token must be one of. */
  readonly audience: string[];
}

/** Which users of a pool are let in. */
export interface CognitoAuthOptions {
  /**
   * Clients of the pool whose tokens an HTTP API takes. A REST API takes the ID tokens of all of them.
   *
   * @default - on an HTTP API a new client of the pool
   */
  readonly userPoolClients?: cognito.IUserPoolClient[];

  /**
   * How long a REST API keeps its verdict on a token, at most an hour. An HTTP API checks each token by itself.
   *
   * @default Duration.minutes(5)
   */
  readonly resultsCacheTtl?: Duration;
}

/** How a function of your own is asked. */
export interface LambdaAuthOptions {
  /**
   * Header without which a request is refused with 401, and by which verdicts are kept.
   *
   * @default 'Authorization'
   */
  readonly identityHeader?: string;

  /**
   * How long the door keeps a verdict, at most an hour.
   *
   * @default Duration.minutes(5)
   */
  readonly resultsCacheTtl?: Duration;

  /**
   * Name, in the `context` of the function's answer, of the text that tells who sends.
   *
   * It ends up in the column `write_key`, and with `fairQueues` it is the group of the message: 1 to 128 letters, digits and
   * punctuation. On an HTTP API every answer that lets a request in must have it, since SQS refuses an empty attribute,
   * and no quote or backslash: an HTTP API cannot escape them, and the text could write attributes of its own.
   *
   * @default - the door does not tell who sends
   */
  readonly writeKeyIdName?: string;
}
