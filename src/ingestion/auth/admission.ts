import * as apigateway from 'aws-cdk-lib/aws-apigateway';
import * as apigatewayv2 from 'aws-cdk-lib/aws-apigatewayv2';
import { Construct } from 'constructs';
import type { LogKeeping } from '../../private/log-group';
import { ROUTES } from '../../wire/routes';
import type { WriteKeys } from '../../write-keys';

/** Kind of API behind a door. */
export type DoorKind = 'REST API' | 'HTTP API';

/** Both of them. */
export const ANY_DOOR: readonly DoorKind[] = ['REST API', 'HTTP API'];

/** No route: every one asks for credentials. */
export const NO_ROUTE: readonly string[] = [];

/** Every route. */
export const ANY_ROUTE: readonly string[] = ROUTES;

/** A REST API that asks for credentials. */
export interface GuardedRestApi {
  readonly api: apigateway.IRestApi;
  /** Absent for an API whose stages others made. */
  readonly stage?: apigateway.Stage;
}

/** How one way to tell who may send looks at either kind of API. */
export interface Admission {
  /** As users write it, for errors. */
  readonly name: string;
  /** Kinds of API that know it. */
  readonly doors: readonly DoorKind[];
  /** Routes that take a request without credentials. */
  readonly openRoutes: readonly string[];
  /**
   * Whether the header `Authorization` of a request to the other routes may travel with it.
   * Where it lets somebody in, it may not: who can read the queue could then be somebody else.
   */
  readonly carriesAuthorization: boolean;
  /** Whether requests are signed with AWS credentials, so that policies of IAM decide. */
  readonly signed?: boolean;
  /** Variable of `$context` that tells whose key a request came with. */
  readonly keyId?: string;
  /** Keys that events on the open routes must carry in their body. */
  readonly keysInBodies?: WriteKeys;
  /** Whether a function of ours is asked, which leaves logs. */
  readonly asksOurFunction?: boolean;
  /** How long a verdict of an authorizer is kept, in seconds. */
  readonly resultsCacheSeconds?: number;
  /** Options of the methods that ask for credentials. */
  guardRest(scope: Construct, door: GuardedRestApi, logs: LogKeeping): apigateway.MethodOptions;
  /** Authorizer of the routes that ask for credentials. */
  guardHttp(scope: Construct, logs: LogKeeping): apigatewayv2.IHttpRouteAuthorizer;
}
