import { QueueError } from '../queue-error';
import type { HttpReply, HttpRequest, Protocol } from './protocol';
import { readForm } from './query-form';
import { element, structureContent } from './query-xml';

const JSON_HEADERS = { 'Content-Type': 'application/json' };

/**
 * The query protocol, which API Gateway and older SDKs speak: a form in, XML out.
 *
 * @see https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-making-api-requests-xml.html
 */
export const QUERY_PROTOCOL: Protocol = {
  read: request => {
    const { Action: action, ...fields } = readForm(form(request));
    if (typeof action !== 'string') {
      throw new QueueError('InvalidAction', 'The request must contain the parameter Action.');
    }
    return { action, fields: { QueueUrl: path(request), ...fields } };
  },

  reply: (action, result, requestId) => {
    const content = structureContent(result, action);
    const outcome = content === '' ? '' : element(`${action}Result`, content);
    return xmlReply(200, `${action}Response`, outcome + element('ResponseMetadata', element('RequestId', requestId)));
  },

  refuse: ({ queryCode, queryStatus, message }, requestId) => {
    const error = structureContent({ Type: 'Sender', Code: queryCode, Message: message }) + element('Detail', '');
    return xmlReply(queryStatus, 'ErrorResponse', element('Error', error) + element('RequestId', requestId));
  },
};

/**
 * The query protocol for a caller that accepts `application/json`, as API Gateway does: a form in, JSON out.
 *
 * Mapping templates of replies read it, as in `$input.path('$.SendMessageResponse.SendMessageResult.MessageId')`.
 */
export const QUERY_PROTOCOL_WITH_JSON_REPLIES: Protocol = {
  read: QUERY_PROTOCOL.read,

  reply: (action, result, requestId) => ({
    status: 200,
    headers: JSON_HEADERS,
    body: JSON.stringify({ [`${action}Response`]: { [`${action}Result`]: result, ResponseMetadata: { RequestId: requestId } } }),
  }),

  refuse: ({ queryCode, queryStatus, message }, requestId) => ({
    status: queryStatus,
    headers: JSON_HEADERS,
    body: JSON.stringify({ Error: { Code: queryCode, Message: message, Type: 'Sender' }, RequestId: requestId }),
  }),
};

function form({ url, body }: HttpRequest): URLSearchParams {
  const query = url.indexOf('?');
  return new URLSearchParams(query < 0 ? body : `${url.slice(query + 1)}&${body}`);
}

/** The queue is named by the path where the form does not name it. */
function path({ url }: HttpRequest): string {
  return url.split('?', 1)[0];
}

function xmlReply(status: number, root: string, content: string): HttpReply {
  return {
    status,
    headers: { 'Content-Type': 'text/xml' },
    body: `<?xml version="1.0"?><${root} xmlns="http://queue.amazonaws.com/doc/2012-11-05/">${content}</${root}>`,
  };
}
