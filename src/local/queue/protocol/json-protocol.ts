import { isFields, type Fields } from '../operations/request-fields';
import { QueueError } from '../queue-error';
import type { HttpReply, Protocol } from './protocol';

/** Header that names the action, as in `AmazonSQS.SendMessage`. */
export const TARGET_HEADER = 'x-amz-target';

/**
 * The AWS JSON 1.0 protocol, which current SDKs speak.
 *
 * @see https://smithy.io/2.0/aws/protocols/aws-json-1_0-protocol.html
 */
export const JSON_PROTOCOL: Protocol = {
  read: ({ headers, body }) => {
    const action = String(headers[TARGET_HEADER]).replace(/^AmazonSQS\./, '');
    return { action, fields: parse(body) };
  },

  reply: (_action, result) => jsonReply(200, result),

  // Clients that were written for the query protocol know errors by its codes.
  refuse: ({ type, queryCode, message }) => jsonReply(400, { __type: type, message }, { 'x-amzn-query-error': `${queryCode};Sender` }),
};

function parse(body: string): Fields {
  try {
    const fields: unknown = JSON.parse(body || '{}');
    if (isFields(fields)) {
      return fields;
    }
  } catch (error) {
    if (!(error instanceof SyntaxError)) {
      throw error;
    }
  }
  throw new QueueError('MalformedInput', 'the body must be a JSON object');
}

function jsonReply(status: number, fields: Fields, headers: Record<string, string> = {}): HttpReply {
  return { status, headers: { 'Content-Type': 'application/x-amz-json-1.0', ...headers }, body: JSON.stringify(fields) };
}
