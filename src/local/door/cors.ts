import type { DoorReply, DoorRequest } from './door-request';
import type { HttpCors } from '../template/http-door';

/** Answers a preflight request, as an HTTP API with a CORS configuration does by itself. */
export function preflightReply(cors: HttpCors, request: DoorRequest): DoorReply | undefined {
  if (request.method !== 'OPTIONS' || request.header('origin') === undefined || request.header('access-control-request-method') === undefined) {
    return undefined;
  }
  return {
    status: 204,
    headers: {
      ...corsHeaders(cors, request),
      'Access-Control-Allow-Methods': cors.allowMethods.join(','),
      'Access-Control-Allow-Headers': cors.allowHeaders.join(','),
      ...cors.maxAge === undefined ? {} : { 'Access-Control-Max-Age': String(cors.maxAge) },
    },
    body: '',
  };
}

/** Headers that let a page of an allowed origin read a reply; none for other origins. */
export function corsHeaders(cors: HttpCors | undefined, request: DoorRequest): Record<string, string> {
  const origin = request.header('origin');
  const allowed = cors?.allowOrigins.find(candidate => candidate === '*' || candidate === origin);
  if (!cors || origin === undefined || allowed === undefined) {
    return {};
  }
  return {
    'Access-Control-Allow-Origin': allowed,
    ...cors.allowCredentials ? { 'Access-Control-Allow-Credentials': 'true' } : {},
    ...cors.exposeHeaders.length > 0 ? { 'Access-Control-Expose-Headers': cors.exposeHeaders.join(',') } : {},
  };
}
