import type { DoorReply, DoorRequest } from './door-request';
import type { Refusal, RefusalType } from './refusal';
import type { RestGatewayReply, SynthesizedRestDoor } from '../template/rest-door';

/**
 * What API Gateway answers when the template says nothing.
 *
 * @see https://docs.aws.amazon.com/apigateway/latest/developerguide/supported-gateway-response-types.html
 */
const STOCK: Readonly<Record<RefusalType, { readonly status: number; readonly message: string }>> = {
  ACCESS_DENIED: { status: 403, message: 'User is not authorized to access this resource' },
  API_CONFIGURATION_ERROR: { status: 500, message: 'Internal server error' },
  AUTHORIZER_CONFIGURATION_ERROR: { status: 500, message: 'Internal server error' },
  AUTHORIZER_FAILURE: { status: 500, message: 'Internal server error' },
  BAD_REQUEST_BODY: { status: 400, message: 'Bad request' },
  BAD_REQUEST_PARAMETERS: { status: 400, message: 'Bad request' },
  INTEGRATION_FAILURE: { status: 504, message: 'Network error communicating with endpoint' },
  INTEGRATION_TIMEOUT: { status: 504, message: 'Endpoint request timed out' },
  INVALID_API_KEY: { status: 403, message: 'Forbidden' },
  MISSING_AUTHENTICATION_TOKEN: { status: 403, message: 'Missing Authentication Token' },
  QUOTA_EXCEEDED: { status: 429, message: 'Limit Exceeded' },
  REQUEST_TOO_LARGE: { status: 413, message: 'Request Too Long' },
  THROTTLED: { status: 429, message: 'Too Many Requests' },
  UNAUTHORIZED: { status: 401, message: 'Unauthorized' },
  UNSUPPORTED_MEDIA_TYPE: { status: 415, message: 'Unsupported Media Type' },
};

const STOCK_TEMPLATE: RestGatewayReply = { responseTemplates: { 'application/json': '{"message":$context.error.messageString}' }, responseParameters: {} };
const HEADER_PREFIX = 'gatewayresponse.header.';

/** Words a refusal as the template of a REST API wants it. */
export function gatewayReply(door: SynthesizedRestDoor, refusal: Refusal, request: DoorRequest): DoorReply {
  const { status, message: stockMessage } = STOCK[refusal.type];
  const message = refusal.clientMessage ?? stockMessage;
  const reply = door.gatewayReplies[refusal.type] ?? door.gatewayReplies[status < 500 ? 'DEFAULT_4XX' : 'DEFAULT_5XX'] ?? STOCK_TEMPLATE;
  const [type, template] = Object.entries(reply.responseTemplates)[0] ?? Object.entries(STOCK_TEMPLATE.responseTemplates)[0];

  const variables: Record<string, string> = {
    '$context.error.messageString': JSON.stringify(message),
    '$context.error.message': message,
    '$context.error.responseType': refusal.type,
    '$context.requestId': request.id,
  };
  const headers = Object.entries(reply.responseParameters).flatMap(([destination, source]) => {
    const value = headerValue(source, request);
    return value === undefined || !destination.startsWith(HEADER_PREFIX) ? [] : [[destination.slice(HEADER_PREFIX.length), value]];
  });
  return {
    status: reply.statusCode ?? status,
    headers: { 'Content-Type': type, ...Object.fromEntries(headers) },
    // No Velocity here: gateway responses know only plain variables.
    body: template.replace(/\$context(?:\.\w+)+/g, name => variables[name] ?? name),
  };
}

function headerValue(source: string, request: DoorRequest): string | undefined {
  const header = /^method\.request\.header\.(.+)$/.exec(source)?.[1];
  return header === undefined ? /^'(.*)'$/.exec(source)?.[1] : request.header(header);
}
