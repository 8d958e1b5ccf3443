import * as cognito from 'aws-cdk-lib/aws-cognito';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import type { Admission } from './admission';
import { apiKeyHolders } from './api-key-admission';
import { ApiKeyAuthOptions, CognitoAuthOptions, JwtAuthOptions, LambdaAuthOptions, WriteKeyAuthOptions } from './auth-options';
import { thoseThatPass } from './lambda-admission';
import { anyRequest, signedRequests } from './plain-admissions';
import { poolUsers, tokenHolders } from './token-admissions';
import { writeKeyHolders } from './write-key-admission';
import { WriteKeys } from '../../write-keys';

/**
 * Who may send telemetry.
 *
 * @example
 * declare const secret: secretsmanager.ISecret; // {"web": "9f2c…", "ios": ["81d0…", "5e77…"]}
 *
 * new TelemetryPipeline(this, 'Telemetry', {
 *   ingestion: { authorization: IngestionAuth.writeKeys(WriteKeys.fromSecret(secret)) },
 * });
 */
export class IngestionAuth {
  /**
   * Callers that sign their requests with AWS credentials (SigV4) and were granted `grantPost`.
   *
   * For services inside AWS. Client devices that hold no AWS credentials cannot send.
   */
  public static iam(): IngestionAuth {
    return new IngestionAuth(signedRequests());
  }

  /**
   * Clients with a write key in the header `Authorization`, as the user of Basic authorization or as a Bearer token.
   *
   * Segment's and RudderStack's clients send it as they are. A function reads the keys, tells the door whose a request carries,
   * and is asked once for each key and `resultsCacheTtl`. The id of the key, never the key, travels with the request
   * and ends up in the column `write_key`. A request without a key is answered with 401, one with an unknown key with 403.
   *
   * @param keys where the keys are kept
   * @param options how they are asked for
   */
  public static writeKeys(keys: WriteKeys, options: WriteKeyAuthOptions = {}): IngestionAuth {
    return new IngestionAuth(writeKeyHolders(keys, options));
  }

  /**
   * Clients with an API key of API Gateway in the header `x-api-key`; a REST API only.
   *
   * Each key can have a rate and a quota of its own. API Gateway means its keys for metering, and advises not to rely on
   * them alone for access to what is secret. The id of the key ends up in the column `write_key`.
   *
   * @param options the keys, and what each may send
   * @see https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-api-usage-plans.html
   */
  public static apiKeys(options: ApiKeyAuthOptions = {}): IngestionAuth {
    return new IngestionAuth(apiKeyHolders(options));
  }

  /**
   * Clients with a token (JWT) of an OpenID Connect issuer, such as Auth0 or Okta, at an HTTP API only.
   *
   * @param options whose tokens
   * @see https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-jwt-authorizer.html
   */
  public static jwt(options: JwtAuthOptions): IngestionAuth {
    return new IngestionAuth(tokenHolders(options));
  }

  /**
   * Clients with a token of a user of a Cognito user pool.
   *
   * @param userPool the pool
   * @param options which of its users
   */
  public static cognito(userPool: cognito.IUserPool, options: CognitoAuthOptions = {}): IngestionAuth {
    return new IngestionAuth(poolUsers(userPool, options));
  }

  /**
   * Requests that a function of yours lets in: a Lambda authorizer of the kind `REQUEST`, with the payload of format 1.0.
   *
   * It answers with a policy, as for a REST API, on both kinds of door. Its verdict is kept by header and not by route, so the
   * policy should allow `{api}/{stage}/*`.
   *
   * @param handler the function
   * @param options how it is asked
   * @see https://docs.aws.amazon.com/apigateway/latest/developerguide/apigateway-use-lambda-authorizer.html
   */
  public static lambda(handler: lambda.IFunction, options: LambdaAuthOptions = {}): IngestionAuth {
    return new IngestionAuth(thoseThatPass(handler, options));
  }

  /**
   * Anybody who knows the address.
   *
   * The throttle is then all that stands between the internet and the bill.
   */
  public static none(): IngestionAuth {
    return new IngestionAuth(anyRequest());
  }

  private constructor(private readonly admission: Admission) {}

  /**
   * What it means for a door.
   *
   * @internal
   */
  public get _admission(): Admission {
    return this.admission;
  }
}
