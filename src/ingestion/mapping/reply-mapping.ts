import type { BrowserReplies } from './browser-replies';
import { REQUEST_TOO_LARGE } from './request-mapping';

/** A reply of the integration's, chosen by the status that SQS answered with; the one without pattern takes the rest. */
export interface IntegrationReply {
  /** Regular expression that the whole status of SQS must match. */
  readonly selectionPattern?: string;
  readonly statusCode: string;
  readonly responseTemplates: Record<string, string>;
  /** Headers as API Gateway wants them: `method.response.header.Name` to static text in single quotes. */
  readonly responseParameters?: Record<string, string>;
}

/** A reply that API Gateway makes without asking SQS. */
export interface GatewayReply {
  readonly type: string;
  /** Without it, the status that API Gateway has for the type. */
  readonly statusCode?: string;
  /** Header name to static text in single quotes. */
  readonly headers: Record<string, string>;
  readonly template: string;
}

/** What a client reads; the only place that words it. No text of SQS or of the client is ever part of it. */
interface Refusal {
  readonly code: number;
  readonly error: string;
  readonly message: string;
  readonly detail: string;
}

const JSON_TYPE = 'application/json';
const RETRY_AFTER = 'Retry-After';

/** API Gateway refills its bucket every second; a longer pause would only make queues at the clients. */
const THROTTLE_PAUSE = '\'1\'';
/** A quota counts days, but clients forget events that they hold for long. */
const QUOTA_PAUSE = '\'60\'';

const TOO_LARGE: Refusal = {
  code: 413, error: 'Payload Too Large', message: 'The request is larger than this endpoint takes.', detail: 'Send fewer events in one request.',
};
const NOT_FOUND: Refusal = {
  code: 404, error: 'Not Found', message: 'There is no such route.', detail: 'Post to /events, or to the route of a contract that this endpoint takes.',
};
const THROTTLED: Refusal = {
  code: 429, error: 'Too Many Requests', message: 'Requests come faster than this endpoint takes them.', detail: 'Send the same request again later.',
};
const UNAVAILABLE: Refusal = {
  code: 503, error: 'Service Unavailable', message: 'The request was not stored.', detail: 'Send the same request again later.',
};
const BAD_REQUEST: Refusal = {
  code: 400, error: 'Bad Request', message: 'The request cannot be stored.', detail: 'Send a body of UTF-8 text without control characters.',
};
const FORBIDDEN: Refusal = {
  code: 403, error: 'Forbidden', message: 'The credentials of the request are not accepted.', detail: 'Check the credentials that this endpoint asks for.',
};
const UNKNOWN_OR_ANONYMOUS: Refusal = {
  ...FORBIDDEN, message: 'There is no such route, or the request has no credentials.', detail: `${NOT_FOUND.detail} ${FORBIDDEN.detail}`,
};

/**
 * Exactly this, with status 200: Segment, RudderStack, PostHog, Amplitude and OTLP clients each look for another part of it,
 * and send a request again when they miss theirs.
 */
const STORED = JSON.stringify({ success: true, code: 200, status: 1 });

/** How the replies of a route differ from those of others. */
export interface ReplyMapping {
  /**
   * Status for a request that is too large.
   *
   * @default 413
   */
  readonly tooLargeStatus?: number;
  /** Absent where browsers of other origins send nothing. */
  readonly browsers?: BrowserReplies;
}

/** Words in an error of SQS, in XML and JSON alike, that tell what the status 400 hides. */
interface SqsError {
  readonly words: readonly string[];
  readonly refusal: Refusal;
}

/** The first that applies counts. */
function sqsErrors(tooLarge: Refusal): SqsError[] {
  return [
    { words: ['must be shorter than', REQUEST_TOO_LARGE], refusal: tooLarge }, // SQS names the action that it has not
    { words: ['InvalidAction'], refusal: NOT_FOUND },
    // The queue or its key is missing or forbidden: ours to mend, and the client must keep its events until then.
    { words: ['QueueDoesNotExist', 'NonExistentQueue', 'AccessDenied', 'Kms', 'KMS', 'Expired'], refusal: UNAVAILABLE },
  ];
}

/**
 * Replies of the REST API's integration, by the status of SQS.
 *
 * Only SQS's 200 becomes a 200. What a client cannot mend becomes 429 or 503, never 500: OTLP clients drop what gets a 500.
 *
 * The error's text is read from `$input.body`: SQS writes JSON or XML depending on how far the request came,
 * and `$input.path` reads JSON only.
 */
export function restIntegrationReplies({ tooLargeStatus = TOO_LARGE.code, browsers }: ReplyMapping = {}): IntegrationReply[] {
  const tooLarge = { ...TOO_LARGE, code: tooLargeStatus };
  const reply = (statusCode: string, template: string, headers: Record<string, string> = {}) => ({
    statusCode,
    responseTemplates: { [JSON_TYPE]: `${browsers?.choice ?? ''}${template}` },
    responseParameters: Object.fromEntries(
      Object.entries({ ...headers, ...browsers?.headers }).map(([name, value]) => [`method.response.header.${name}`, value]),
    ),
  });

  return [
    { selectionPattern: '200', ...reply('200', STORED) },
    { selectionPattern: '400', ...reply('400', refusalTemplate(BAD_REQUEST, sqsErrors(tooLarge))) },
    { selectionPattern: '413', ...reply(`${tooLargeStatus}`, refusalBody(tooLarge)) },
    { selectionPattern: '429', ...reply('429', refusalBody(THROTTLED), { [RETRY_AFTER]: THROTTLE_PAUSE }) },
    reply('503', refusalTemplate(UNAVAILABLE, [])),
  ];
}

/** Every status that a method must declare, those included that a template sets. */
export function restReplyStatuses({ tooLargeStatus = TOO_LARGE.code }: ReplyMapping = {}): string[] {
  return ['200', '400', '404', `${tooLargeStatus}`, '429', '503'];
}

/** Every header that a method must declare. */
export function restReplyHeaders({ browsers }: ReplyMapping = {}): string[] {
  return [RETRY_AFTER, ...browsers?.names ?? []];
}

/** Replies of the REST API itself, in the same form as those of the integration. */
export function restGatewayReplies(browsers?: BrowserReplies): GatewayReply[] {
  const replies: readonly GatewayReply[] = [
    gatewayReply('THROTTLED', THROTTLED, { [RETRY_AFTER]: THROTTLE_PAUSE }),
    gatewayReply('QUOTA_EXCEEDED', THROTTLED, { [RETRY_AFTER]: QUOTA_PAUSE }),
    gatewayReply('REQUEST_TOO_LARGE', TOO_LARGE),
    gatewayReply('UNSUPPORTED_MEDIA_TYPE', {
      code: 415,
      error: 'Unsupported Media Type',
      message: 'The Content-Type or the Content-Encoding is not supported.',
      detail: 'Send application/json, plain or gzip.',
    }),
    gatewayReply('BAD_REQUEST_BODY', BAD_REQUEST),
    gatewayReply('BAD_REQUEST_PARAMETERS', BAD_REQUEST),
    gatewayReply('RESOURCE_NOT_FOUND', NOT_FOUND),
    // API Gateway's answer both to a route that it does not have and to a request without signature or key.
    gatewayReply('MISSING_AUTHENTICATION_TOKEN', UNKNOWN_OR_ANONYMOUS),
    gatewayReply('UNAUTHORIZED', { ...FORBIDDEN, code: 401, error: 'Unauthorized' }),
    gatewayReply('ACCESS_DENIED', FORBIDDEN),
    gatewayReply('EXPIRED_TOKEN', FORBIDDEN),
    gatewayReply('INVALID_API_KEY', FORBIDDEN),
    gatewayReply('INVALID_SIGNATURE', FORBIDDEN),
    gatewayReply('WAF_FILTERED', FORBIDDEN),
    gatewayReply('INTEGRATION_FAILURE', UNAVAILABLE),
    gatewayReply('INTEGRATION_TIMEOUT', UNAVAILABLE),
    gatewayReply('DEFAULT_5XX', UNAVAILABLE),
    // A status here would replace that of every other 4XX reply.
    { type: 'DEFAULT_4XX', headers: {}, template: refusalBody(BAD_REQUEST) },
  ];
  return replies.map(reply => ({ ...reply, headers: { ...reply.headers, ...browsers?.gatewayHeaders } }));
}

function gatewayReply(type: string, refusal: Refusal, headers: Record<string, string> = {}): GatewayReply {
  return { type, statusCode: String(refusal.code), headers, template: refusalBody(refusal) };
}

/** `code` and `message` stop RudderStack's Python client from sending it again; PostHog's shows `detail`, Amplitude's `error`. */
function refusalBody({ code, message, detail, error }: Refusal): string {
  return JSON.stringify({ success: false, code, message, detail, error });
}

/** SQS throttles with 400 as well as with 403 and 503. */
function refusalTemplate(otherwise: Refusal, errors: readonly SqsError[]): string {
  const throttled = `#if(${mentions('Throttl')})#set($context.responseOverride.header['${RETRY_AFTER}'] = ${THROTTLE_PAUSE})${overridden(THROTTLED)}`;
  const told = errors.map(({ words, refusal }) => `#elseif(${words.map(mentions).join(' || ')})${overridden(refusal)}`);
  return `${throttled}${told.join('')}#{else}${refusalBody(otherwise)}#end`;
}

function overridden(refusal: Refusal): string {
  return `#set($context.responseOverride.status = ${refusal.code})${refusalBody(refusal)}`;
}

function mentions(word: string): string {
  return `$input.body.indexOf('${word}') >= 0`;
}
