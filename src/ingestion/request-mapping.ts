import { MESSAGE_ATTRIBUTES, type MessageAttributeName } from '../wire/message-attributes';
import { SEGMENT_ROOT, V1_ROUTES } from '../wire/routes';

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

/** Headers that travel as message attributes when a client sends them. */
const CAPTURED_HEADERS: { readonly header: string; readonly attribute: MessageAttributeName }[] = [
  { header: 'content-type', attribute: MESSAGE_ATTRIBUTES.contentType },
  { header: 'authorization', attribute: MESSAGE_ATTRIBUTES.authorization },
  { header: 'user-agent', attribute: MESSAGE_ATTRIBUTES.userAgent },
];

/**
 * Template that makes a `SendMessage` call of a request to a REST API.
 *
 * It stays on one line, since a line break would end up in the message, and uses only what Velocity 1.7 and its
 * JavaScript twin render alike: no `length()`, no `isEmpty()`, no empty string within double quotes.
 *
 * @see https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-mapping-template-reference.html
 */
export function restRequestTemplate(): string {
  return [
    settleRoute(),
    ...CAPTURED_HEADERS.map(({ attribute }) => `#set($${attribute} = '')`),
    settleHeaders(),
    '#set($number = 3)', // the closing #end must not touch a letter
    'Action=$action&Version=2012-11-05&MessageBody=$util.urlEncode($input.body)',
    attributeFields('1', MESSAGE_ATTRIBUTES.sourceIp, '$context.identity.sourceIp'),
    attributeFields('2', MESSAGE_ATTRIBUTES.requestId, '$context.requestId'),
    attributeFields('3', MESSAGE_ATTRIBUTES.path, '$route'),
    ...CAPTURED_HEADERS.map(({ attribute }) => optionalAttribute(attribute)),
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

/** HTTP/1 clients send names in any case, and may send two spellings of one name; SQS refuses two attributes of one name. */
function settleHeaders(): string {
  const choices = CAPTURED_HEADERS.map(({ header, attribute }) => `#if($lower == '${header}')#set($${attribute} = $headers.get($name))#end`);
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
 *
 * @see https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-develop-integrations-aws-services-reference.html
 */
export function httpApiParameters(queueUrl: string): Record<string, string> {
  return {
    QueueUrl: queueUrl,
    MessageBody: '$request.body',
    MessageAttributes: JSON.stringify({
      [MESSAGE_ATTRIBUTES.sourceIp]: { DataType: 'String', StringValue: '${context.identity.sourceIp}' },
      [MESSAGE_ATTRIBUTES.requestId]: { DataType: 'String', StringValue: '${context.requestId}' },
      [MESSAGE_ATTRIBUTES.path]: { DataType: 'String', StringValue: '${context.routeKey}' },
    }),
  };
}
