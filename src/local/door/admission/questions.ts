import { LOCAL_ACCOUNT, LOCAL_REGION } from '../../queue/queue-address';
import type { DoorRequest } from '../door-request';

/** A request, and where in its API it is. */
export interface AskedRequest {
  readonly request: DoorRequest;
  readonly apiId: string;
  readonly stage: string;
  /** Path without the stage. */
  readonly path: string;
  /** Resource of a REST API, such as `/v1/{call}`; route of an HTTP API, such as `POST /v1/batch`. */
  readonly route: string;
  readonly pathParameters: ReadonlyMap<string, string>;
  readonly stageVariables: Readonly<Record<string, string>>;
}

/** Name of what a request wants to invoke, as policies know it. */
export function methodArn({ request, apiId, stage, path }: AskedRequest): string {
  return `arn:aws:execute-api:${LOCAL_REGION}:${LOCAL_ACCOUNT}:${apiId}/${stage}/${request.method}${path}`;
}

/** What an authorizer is asked that is told the token only. */
export function tokenQuestion(asked: AskedRequest, token: string) {
  return { type: 'TOKEN', methodArn: methodArn(asked), authorizationToken: token };
}

/**
 * What an authorizer is asked that is told the request, in format 1.0.
 *
 * @see https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-lambda-authorizer-input.html
 */
export function requestQuestion(asked: AskedRequest) {
  const { request, apiId, stage, path, route, pathParameters, stageVariables } = asked;
  return {
    type: 'REQUEST',
    methodArn: methodArn(asked),
    resource: route,
    path,
    httpMethod: request.method,
    headers: Object.fromEntries(request.headers),
    multiValueHeaders: listed(request.headers),
    queryStringParameters: Object.fromEntries(request.query),
    multiValueQueryStringParameters: listed(request.query),
    pathParameters: Object.fromEntries(pathParameters),
    stageVariables,
    requestContext: {
      accountId: LOCAL_ACCOUNT,
      apiId,
      stage,
      requestId: request.id,
      extendedRequestId: request.id,
      resourcePath: route,
      path: request.path,
      httpMethod: request.method,
      protocol: 'HTTP/1.1',
      requestTimeEpoch: Date.now(),
      identity: { sourceIp: request.sourceIp, userAgent: request.header('user-agent') ?? null },
    },
  };
}

/**
 * What an authorizer of an HTTP API is asked, in format 2.0.
 *
 * @see https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-lambda-authorizer.html
 */
export function routeQuestion(asked: AskedRequest, identitySource: readonly string[]) {
  const { request, apiId, stage, route, pathParameters, stageVariables } = asked;
  const now = new Date();
  return {
    version: '2.0',
    type: 'REQUEST',
    routeArn: methodArn(asked),
    identitySource,
    routeKey: route,
    rawPath: request.path,
    rawQueryString: new URLSearchParams([...request.query]).toString(),
    cookies: request.header('cookie')?.split('; ') ?? [],
    headers: lowerCased(request.headers),
    queryStringParameters: Object.fromEntries(request.query),
    requestContext: {
      accountId: LOCAL_ACCOUNT,
      apiId,
      domainName: request.header('host') ?? '',
      http: {
        method: request.method, path: request.path, protocol: 'HTTP/1.1', sourceIp: request.sourceIp, userAgent: request.header('user-agent') ?? '',
      },
      requestId: request.id,
      routeKey: route,
      stage,
      time: now.toUTCString(),
      timeEpoch: now.getTime(),
    },
    pathParameters: Object.fromEntries(pathParameters),
    stageVariables,
  };
}

function lowerCased(headers: ReadonlyMap<string, string>): Record<string, string> {
  return Object.fromEntries([...headers].map(([name, value]) => [name.toLowerCase(), value]));
}

function listed(values: ReadonlyMap<string, string>): Record<string, string[]> {
  return Object.fromEntries([...values].map(([name, value]) => [name, [value]]));
}
