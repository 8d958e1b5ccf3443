import type { DoorRequest } from './door-request';
import { urlDecode, urlEncode } from './form-encoding';
import { selectPath } from './json-path';
import { TemplateMap } from './template-map';
import { LOCAL_ACCOUNT } from '../queue/queue-address';

/** What a template may set to change the reply. */
export interface ResponseOverride {
  readonly header: Record<string, string>;
  status?: unknown;
}

/** Where a request is in its API. */
export interface ApiContext {
  readonly apiId: string;
  readonly stage: string;
  /** `resourcePath` in a REST API, `routeKey` in an HTTP API. */
  readonly route: Readonly<Record<string, string>>;
}

/** Who sent a request, as far as the API knows. */
export interface Caller {
  readonly authorizer?: Readonly<Record<string, unknown>>;
  readonly apiKey?: string;
  readonly apiKeyId?: string;
}

/** Parameters of a request, as `$input.params()` has them. */
export interface InputParameters {
  readonly path: TemplateMap;
  readonly querystring: TemplateMap;
  readonly header: TemplateMap;
}

/** Functions that templates call as `$util`. */
export const UTIL = {
  urlEncode,
  urlDecode,
  base64Encode: (text: string) => Buffer.from(text).toString('base64'),
  base64Decode: (text: string) => Buffer.from(text, 'base64').toString(),
  parseJson: (text: string): unknown => JSON.parse(text),
  escapeJavaScript: (text: unknown) => JSON.stringify(String(text)).slice(1, -1).replaceAll('\'', '\\\'').replaceAll('/', '\\/'),
};

/** Makes the variable `$context`. */
export function contextVariable(request: DoorRequest, api: ApiContext, { authorizer = {}, apiKey, apiKeyId }: Caller = {}) {
  return {
    accountId: LOCAL_ACCOUNT,
    apiId: api.apiId,
    authorizer,
    domainName: request.header('host') ?? '',
    extendedRequestId: request.id,
    httpMethod: request.method,
    identity: { sourceIp: request.sourceIp, userAgent: request.header('user-agent') ?? '', ...apiKeyId !== undefined && { apiKey, apiKeyId } },
    path: request.path,
    protocol: 'HTTP/1.1',
    requestId: request.id,
    requestTimeEpoch: Date.now(),
    stage: api.stage,
    ...api.route,
    requestOverride: { header: {}, path: {}, querystring: {} },
    responseOverride: { header: {} } as ResponseOverride,
  };
}

/** Makes what `$input.params()` returns. */
export function inputParameters(request: DoorRequest, pathParameters: ReadonlyMap<string, string>): InputParameters {
  return { path: new TemplateMap(pathParameters), querystring: new TemplateMap(request.query), header: new TemplateMap(request.headers) };
}

/** Makes the variable `$input`, for a request or for the reply to it. The parameters are those of the request in both. */
export function inputVariable(body: string, parameters: InputParameters) {
  return {
    body: body === '' ? '{}' : body, // API Gateway's own word for an absent body
    json: (path: string) => JSON.stringify(selectPath(JSON.parse(body || '{}'), path)) ?? '""',
    path: (path: string) => selectPath(JSON.parse(body || '{}'), path),
    params: (name?: string) => name === undefined
      ? parameters
      : parameters.path.get(name) ?? parameters.querystring.get(name) ?? parameters.header.get(name) ?? '',
  };
}
