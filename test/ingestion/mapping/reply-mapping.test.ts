import { restGatewayReplies, restIntegrationReplies, restReplyStatuses } from '../../../src/ingestion/mapping/reply-mapping';
import { IntegrationReplies } from '../../../src/local/door/integration-replies';
import { TemplateMap } from '../../../src/local/door/template-map';
import { inputVariable, type ResponseOverride } from '../../../src/local/door/template-variables';

const replies = new IntegrationReplies(restIntegrationReplies().map(({ selectionPattern, statusCode, responseTemplates, responseParameters = {} }) =>
  ({ selectionPattern, statusCode: Number(statusCode), responseTemplates, responseParameters })));

/** The reply that the templates make of what SQS answered. */
function replyTo(status: number, body = '') {
  const none = new TemplateMap(new Map());
  const override: ResponseOverride = { header: {} };
  const input = inputVariable(body, { path: none, querystring: none, header: none });
  const reply = replies.reply({ status, headers: {}, body }, undefined, { input, context: { responseOverride: override } }, override);
  return { status: reply.status, headers: reply.headers, body: JSON.parse(reply.body) as Record<string, unknown> };
}

const xml = (code: string, message = '') =>
  `<?xml version="1.0"?><ErrorResponse><Error><Type>Sender</Type><Code>${code}</Code><Message>${message}</Message></Error></ErrorResponse>`;
const json = (code: string, message = '') => JSON.stringify({ Error: { Code: code, Message: message, Type: 'Sender' }, RequestId: 'r' });

test('only a message that SQS stored is a success, in the one form that every client understands', () => {
  expect(replyTo(200, '<SendMessageResponse/>')).toEqual({
    status: 200,
    headers: { 'Content-Type': 'application/json' },
    body: { success: true, code: 200, status: 1 },
  });
  expect(restIntegrationReplies()[0].responseTemplates['application/json']).toBe('{"success":true,"code":200,"status":1}');
});

const TOO_LONG = 'One or more parameters are invalid. Reason: Message must be shorter than 1048576 bytes.';

test.each([
  { sqs: 201, error: '', client: 503 },
  { sqs: 204, error: '', client: 503 },
  { sqs: 301, error: '', client: 503 },
  { sqs: 400, error: json('InvalidParameterValue', TOO_LONG), client: 413 },
  { sqs: 400, error: xml('InvalidParameterValue', TOO_LONG), client: 413 },
  { sqs: 400, error: json('InvalidAction', 'The action NoSuchRoute is not valid for this endpoint.'), client: 404 },
  { sqs: 400, error: xml('InvalidAction'), client: 404 },
  { sqs: 400, error: json('InvalidAction', 'The action RequestTooLarge is not valid for this endpoint.'), client: 413 },
  { sqs: 400, error: xml('InvalidAction', 'The action RequestTooLarge is not valid for this endpoint.'), client: 413 },
  { sqs: 400, error: xml('ThrottlingException'), client: 429 },
  { sqs: 400, error: json('RequestThrottled'), client: 429 },
  { sqs: 400, error: json('KMS.ThrottlingException'), client: 429 },
  { sqs: 400, error: xml('AWS.SimpleQueueService.NonExistentQueue'), client: 503 },
  { sqs: 400, error: json('QueueDoesNotExist'), client: 503 },
  { sqs: 400, error: json('KmsAccessDenied'), client: 503 },
  { sqs: 400, error: json('KMS.DisabledException'), client: 503 },
  { sqs: 400, error: json('KmsDisabled'), client: 503 },
  { sqs: 400, error: xml('AccessDeniedException'), client: 503 },
  { sqs: 400, error: xml('RequestExpired'), client: 503 },
  { sqs: 400, error: xml('MissingParameter', 'The request must contain the parameter MessageBody.'), client: 400 },
  { sqs: 400, error: json('InvalidMessageContents', 'Invalid binary character was found in the message body'), client: 400 },
  { sqs: 400, error: '', client: 400 },
  { sqs: 400, error: 'garbage "$route" #end \\ \u0000', client: 400 },
  { sqs: 403, error: xml('AccessDenied'), client: 503 },
  { sqs: 403, error: xml('RequestThrottled'), client: 429 },
  { sqs: 404, error: xml('InvalidAddress'), client: 503 },
  { sqs: 413, error: 'Request Entity Too Large', client: 413 },
  { sqs: 429, error: '', client: 429 },
  { sqs: 500, error: xml('InternalFailure'), client: 503 },
  { sqs: 502, error: '<html>', client: 503 },
  { sqs: 503, error: xml('ServiceUnavailable'), client: 503 },
  { sqs: 503, error: xml('ThrottlingException'), client: 429 },
  { sqs: 2000, error: '', client: 503 },
  { sqs: 14003, error: '', client: 503 },
])('SQS $sqs $error is $client to the client', ({ sqs, error, client }) => {
  const { status, headers, body } = replyTo(sqs, error);

  expect(status).toBe(client);
  expect(headers['Retry-After']).toBe(client === 429 ? '1' : undefined);
  expect(body).toEqual({ success: false, code: client, message: expect.any(String), detail: expect.any(String), error: expect.any(String) });
  expect(restReplyStatuses()).toContain(String(client));
});

test('a method can declare each reply once', () => {
  const statuses = restIntegrationReplies().map(({ statusCode }) => statusCode);

  expect(new Set(statuses).size).toBe(statuses.length);
  expect(restReplyStatuses()).toEqual(expect.arrayContaining(statuses));
});

describe('replies of the API itself', () => {
  const byType = Object.fromEntries(restGatewayReplies().map(reply => [reply.type, reply]));

  test.each([
    ['THROTTLED', '429'],
    ['QUOTA_EXCEEDED', '429'],
    ['REQUEST_TOO_LARGE', '413'],
    ['UNSUPPORTED_MEDIA_TYPE', '415'],
    ['INTEGRATION_TIMEOUT', '503'],
    ['INTEGRATION_FAILURE', '503'],
    ['DEFAULT_5XX', '503'],
    ['MISSING_AUTHENTICATION_TOKEN', '403'],
    ['ACCESS_DENIED', '403'],
    ['UNAUTHORIZED', '401'],
    ['BAD_REQUEST_BODY', '400'],
    ['DEFAULT_4XX', undefined],
  ])('%s has status %s', (type, status) => {
    expect(byType[type].statusCode).toBe(status);
  });

  test('never make a client drop its events for a fault of ours', () => {
    expect(restGatewayReplies().map(({ statusCode }) => statusCode)).not.toContain('500');
  });

  test('say when to come back wherever requests are too many', () => {
    const paused = restGatewayReplies().filter(({ headers }) => 'Retry-After' in headers);

    expect(paused.map(({ type, headers }) => [type, headers['Retry-After']])).toEqual([['THROTTLED', '\'1\''], ['QUOTA_EXCEEDED', '\'60\'']]);
  });

  test.each(restGatewayReplies())('$type has the form that clients read, with its own status in it', ({ statusCode, template }) => {
    expect(JSON.parse(template)).toEqual({
      success: false,
      code: Number(statusCode ?? 400),
      message: expect.any(String),
      detail: expect.any(String),
      error: expect.any(String),
    });
    expect(template).not.toContain('$');
  });
});
