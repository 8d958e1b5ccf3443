import { MESSAGE_ATTRIBUTES, type MessageAttributeName } from '../../wire/message-attributes';
import { SEGMENT_ROOT, V1_ROUTES } from '../../wire/routes';

/** Content types whose bodies a REST door takes; a request without one counts as the first. */
export const BODY_TYPES: readonly string[] = [
  'application/json',
  'text/plain',
  'application/x-www-form-urlencoded',
  'application/x-ndjson',
  'application/cloudevents+json',
  'application/cloudevents-batch+json',
];

/** Path parameter of the resource `/v1/{call}`. */
export const CALL_PARAMETER = 'call';

/** Action that SQS does not have: it refuses the request, and the reply mapping makes a 404 of the refusal. */
export const NO_SUCH_ROUTE = 'NoSuchRoute';

/** Another one, of which the reply mapping makes a 413. */
export const REQUEST_TOO_LARGE = 'RequestTooLarge';

/** What travels with the body of a request. */
export interface RequestMapping {
  /** Whether the header `Authorization` does. */
  readonly authorization: boolean;
  /** Whether the header `X-Forwarded-For` does. */
  readonly forwardedFor?: boolean;
  /** Variable of `$context` that tells whose key the request came with. */
  readonly keyId?: string;
  /** Whether the requests of a key are a group of their own. */
  readonly fairQueues?: boolean;
  /** Most bytes that a body may have. */
  readonly maxRequestSize?: number;
}

interface CapturedHeader {
  readonly header: string;
  readonly attribute: MessageAttributeName;
}

/** Headers that travel as message attributes when a client sends them. */
const CAPTURED_HEADERS: readonly CapturedHeader[] = [
  { header: 'content-type', attribute: MESSAGE_ATTRIBUTES.contentType },
  { header: 'authorization', attribute: MESSAGE_ATTRIBUTES.authorization },
  { header: 'user-agent', attribute: MESSAGE_ATTRIBUTES.userAgent },
  { header: 'x-forwarded-for', attribute: MESSAGE_ATTRIBUTES.forwardedFor },
];

/**
 * Template that makes a `SendMessage` call of a request to a REST API.
 *
 * It stays on one line, since a line break would end up in the message, and uses only what Velocity 1.7 and its
 * JavaScript twin render alike: no `isEmpty()`, no empty string within double quotes, no null that is set.
 *
 * @see https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-mapping-template-reference.html
 */
export function restRequestTemplate(mapping: RequestMapping): string {
  const left: Partial<Record<MessageAttributeName, boolean>> = { authorization: !mapping.authorization, forwardedFor: !mapping.forwardedFor };
  const headers = CAPTURED_HEADERS.filter(({ attribute }) => !left[attribute]);
  const attributes = [...headers.map(({ attribute }) => attribute), ...(mapping.keyId === undefined ? [] : [MESSAGE_ATTRIBUTES.writeKeyId])];
  return [
    settleRoute(),
    mapping.maxRequestSize === undefined ? '' : settleSize(mapping.maxRequestSize),
    ...attributes.map(attribute => `#set($${attribute} = '')`),
    settleHeaders(headers),
    mapping.keyId === undefined ? '' : settleKeyId(mapping.keyId),
    '#set($number = 3)', // the closing #end must not touch a letter
    'Action=$action&Version=2012-11-05&MessageBody=$util.urlEncode($input.body)',
    mapping.keyId !== undefined && mapping.fairQueues ? messageGroup() : '',
    attributeFields('1', MESSAGE_ATTRIBUTES.sourceIp, '$context.identity.sourceIp'),
    attributeFields('2', MESSAGE_ATTRIBUTES.requestId, '$context.requestId'),
    attributeFields('3', MESSAGE_ATTRIBUTES.path, '$route'),
    ...attributes.map(optionalAttribute),
  ].join('');
}

/** `$route` is always one of our own words: what the client wrote is only compared with them. */
function settleRoute(): string {
  return [
    '#set($action = \'SendMessage\')#set($route = $context.resourcePath)',
    `#if($input.params().path.containsKey('${CALL_PARAMETER}'))#set($action = '${NO_SUCH_ROUTE}')`,
    `#set($call = $input.params().path.get('${CALL_PARAMETER}'))#set($asked = "${SEGMENT_ROOT}/$call")`,
    `#foreach($known in [${V1_ROUTES.map(route => `'${route}'`).join(', ')}])`,
    '#if($known == $asked)#set($action = \'SendMessage\')#set($route = $known)#end',
    '#end#end',
  ].join('');
}

/** Text has only characters here; base64 has four for three bytes of it. */
function settleSize(maxRequestSize: number): string {
  return `#if($util.base64Encode($input.body).length() > ${4 * Math.ceil(maxRequestSize / 3)})#set($action = '${REQUEST_TOO_LARGE}')#end`;
}

function settleKeyId(keyId: string): string {
  return `#if($context.${keyId} && $context.${keyId} != '')#set($${MESSAGE_ATTRIBUTES.writeKeyId} = $context.${keyId})#end`;
}

function messageGroup(): string {
  const { writeKeyId } = MESSAGE_ATTRIBUTES;
  return `#if($${writeKeyId} != '')&MessageGroupId=$util.urlEncode($${writeKeyId})#end`;
}

/** HTTP/1 clients send names in any case, and may send two spellings of one name; SQS refuses two attributes of one name. */
function settleHeaders(captured: readonly CapturedHeader[]): string {
  const choices = captured.map(({ header, attribute }) => `#if($lower == '${header}')#set($${attribute} = $headers.get($name))#end`);
  return `#set($headers = $input.params().header)#foreach($name in $headers.keySet())#set($lower = $name.toLowerCase())${choices.join('')}#end`;
}

function optionalAttribute(attribute: MessageAttributeName): string {
  return `#if($${attribute} != '')#set($number = $number + 1)${attributeFields('${number}', attribute, `$${attribute}`)}#end`;
}

function attributeFields(number: string, name: MessageAttributeName, reference: string): string {
  const prefix = `&MessageAttribute.${number}`;
  return `${prefix}.Name=${name}${prefix}.Value.DataType=String${prefix}.Value.StringValue=$util.urlEncode(${reference})`;
}

/**
 * Parameters of the first-class integration `SQS-SendMessage` of an HTTP API.
 *
 * The mapping of an HTTP API knows neither conditions nor escapes: an absent header would make an empty attribute,
 * which SQS refuses, and a quote in one would break the JSON. So only values that exist always and that no client
 * can write become attributes. The route is the route's key, such as `POST /v1/batch`; the handler drops the method.
 * An authorizer gives an id with every request that it lets in.
 *
 * @see https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-develop-integrations-aws-services-reference.html
 */
export function httpApiParameters(queueUrl: string, { keyId, fairQueues }: Pick<RequestMapping, 'keyId' | 'fairQueues'> = {}): Record<string, string> {
  return {
    QueueUrl: queueUrl,
    MessageBody: '$request.body',
    MessageAttributes: JSON.stringify({
      [MESSAGE_ATTRIBUTES.sourceIp]: { DataType: 'String', StringValue: '${context.identity.sourceIp}' },
      [MESSAGE_ATTRIBUTES.requestId]: { DataType: 'String', StringValue: '${context.requestId}' },
      [MESSAGE_ATTRIBUTES.path]: { DataType: 'String', StringValue: '${context.routeKey}' },
      ...(keyId === undefined ? {} : { [MESSAGE_ATTRIBUTES.writeKeyId]: { DataType: 'String', StringValue: `\${context.${keyId}}` } }),
    }),
    ...(keyId !== undefined && fairQueues ? { MessageGroupId: `$context.${keyId}` } : {}),
  };
}
