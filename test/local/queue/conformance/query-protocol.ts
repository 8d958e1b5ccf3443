import type { Behaviour } from './behaviour';
import type { QueryAnswer } from './subject';

const BODY = '[{"event":"a&b=c+d%20e","mood":"😀"}]';

function valueOf({ text }: QueryAnswer, element: string): string | undefined {
  return new RegExp(`<${element}>([^<]*)</${element}>`).exec(text)?.[1];
}

function attribute(number: number, name: string, value: string, prefix = ''): Record<string, string> {
  return {
    [`${prefix}MessageAttribute.${number}.Name`]: name,
    [`${prefix}MessageAttribute.${number}.Value.DataType`]: 'String',
    [`${prefix}MessageAttribute.${number}.Value.StringValue`]: value,
  };
}

/** The query protocol, which an integration of API Gateway's speaks. */
export const QUERY_PROTOCOL: Behaviour[] = [
  {
    does: 'takes a message with attributes as a form on its own path',
    check: async subject => {
      const queue = await subject.createQueue();

      const answer = await subject.query(queue.url, {
        Action: 'SendMessage', MessageBody: BODY, ...attribute(1, 'path', '/v1/batch'), ...attribute(2, 'userAgent', 'a+b & <c>'),
      });

      expect(answer.status).toBe(200);
      const received = await subject.receiveOne(queue);
      expect(received).toMatchObject({ MessageId: valueOf(answer, 'MessageId'), MD5OfBody: valueOf(answer, 'MD5OfMessageBody'), Body: BODY });
      expect(received.MD5OfMessageAttributes).toBe(valueOf(answer, 'MD5OfMessageAttributes'));
      expect(received.MessageAttributes).toEqual({
        path: { DataType: 'String', StringValue: '/v1/batch' },
        userAgent: { DataType: 'String', StringValue: 'a+b & <c>' },
      });
    },
  },
  {
    does: 'takes a form on the root when it names the queue',
    check: async subject => {
      const queue = await subject.createQueue();

      const answer = await subject.query(subject.endpoint, { Action: 'SendMessage', QueueUrl: queue.url, MessageBody: BODY });

      expect(answer.status).toBe(200);
      await expect(subject.receiveOne(queue)).resolves.toMatchObject({ Body: BODY });
    },
  },
  {
    does: 'takes a batch as a form',
    check: async subject => {
      const queue = await subject.createQueue();

      const answer = await subject.query(queue.url, {
        'Action': 'SendMessageBatch',
        'SendMessageBatchRequestEntry.1.Id': 'one',
        'SendMessageBatchRequestEntry.1.MessageBody': 'body one',
        ...attribute(1, 'path', '/events', 'SendMessageBatchRequestEntry.1.'),
        'SendMessageBatchRequestEntry.2.Id': 'two',
        'SendMessageBatchRequestEntry.2.MessageBody': 'body two',
      });

      expect(answer.status).toBe(200);
      expect(answer.text.match(/<SendMessageBatchResultEntry>/g)).toHaveLength(2);
      const received = await subject.receive(queue);
      expect(received.find(({ Body }) => Body === 'body one')?.MessageAttributes).toEqual({ path: { DataType: 'String', StringValue: '/events' } });
      expect(received.find(({ Body }) => Body === 'body two')?.MessageAttributes).toBeUndefined();
    },
  },
  {
    does: 'names the messages of a batch that it refused',
    check: async subject => {
      const queue = await subject.createQueue();

      const answer = await subject.query(queue.url, {
        'Action': 'SendMessageBatch',
        'SendMessageBatchRequestEntry.1.Id': 'bad',
        'SendMessageBatchRequestEntry.1.MessageBody': 'bell \u0007',
      });

      expect(answer.status).toBe(200);
      expect(answer.text).toContain('<BatchResultErrorEntry>');
      expect(valueOf(answer, 'SenderFault')).toBe('true');
    },
  },
  {
    does: 'delivers and deletes through forms',
    check: async subject => {
      const queue = await subject.createQueue();
      await subject.send(queue, 'a < b & c', { MessageAttributes: { path: { DataType: 'String', StringValue: '/events' } } });

      const received = await subject.query(queue.url, { 'Action': 'ReceiveMessage', 'MessageAttributeName.1': 'All', 'AttributeName.1': 'ApproximateReceiveCount' });
      const deleted = await subject.query(queue.url, { Action: 'DeleteMessage', ReceiptHandle: valueOf(received, 'ReceiptHandle') ?? '' });

      expect(valueOf(received, 'Body')).toBe('a &lt; b &amp; c');
      expect(received.text.replace(/>\s+</g, '><')).toContain('<Attribute><Name>ApproximateReceiveCount</Name><Value>1</Value></Attribute>');
      expect(valueOf(received, 'StringValue')).toBe('/events');
      expect(deleted.status).toBe(200);
      await expect(subject.attributes(queue, 'ApproximateNumberOfMessagesNotVisible')).resolves.toEqual({ ApproximateNumberOfMessagesNotVisible: '0' });
    },
  },
  {
    does: 'reads numbers out of a form',
    check: async subject => {
      const queue = await subject.createQueue();
      await subject.send(queue, 'one');
      await subject.send(queue, 'two');

      const { text } = await subject.query(queue.url, { Action: 'ReceiveMessage', MaxNumberOfMessages: '10', VisibilityTimeout: '0', WaitTimeSeconds: '1' });

      expect(text.match(/<Message>/g)).toHaveLength(2);
    },
  },
  {
    does: 'refuses an empty body in a form',
    check: async subject => {
      const queue = await subject.createQueue();

      await expect(subject.query(queue.url, { Action: 'SendMessage', MessageBody: '' })).resolves.toMatchObject({ status: 400 });
    },
  },
  {
    does: 'refuses a form for a message that is too large, in words that tell so',
    elasticMqInstead: 'has other words for it',
    check: async subject => {
      const queue = await subject.createQueue();

      const answer = await subject.query(queue.url, { Action: 'SendMessage', MessageBody: 'x'.repeat(1024 * 1024 + 1) });

      expect(answer.status).toBe(400);
      expect(valueOf(answer, 'Message')).toContain('Message must be shorter than 1048576 bytes.');
    },
  },
  {
    does: 'refuses an action that there is not',
    check: async subject => {
      const queue = await subject.createQueue();

      const answer = await subject.query(queue.url, { Action: 'NoSuchRoute', MessageBody: BODY });

      expect(answer.status).toBe(400);
      expect(valueOf(answer, 'Code')).toBe('InvalidAction');
    },
  },
  {
    does: 'refuses a form for a queue that there is not',
    check: async subject => {
      const answer = await subject.query(`${subject.endpoint}/000000000000/nowhere`, { Action: 'SendMessage', MessageBody: BODY });

      expect(answer.status).toBe(400);
      expect(answer.text).toContain('<ErrorResponse');
    },
  },
  {
    does: 'names the error, and whose fault it is, in the answer to a form',
    elasticMqInstead: 'names the type of the error as in AWS JSON',
    check: async subject => {
      const answer = await subject.query(`${subject.endpoint}/000000000000/nowhere`, { Action: 'SendMessage', MessageBody: BODY });

      expect(valueOf(answer, 'Type')).toBe('Sender');
      expect(valueOf(answer, 'Code')).toBe('AWS.SimpleQueueService.NonExistentQueue');
    },
  },
  {
    does: 'answers a form in JSON when the caller accepts JSON',
    elasticMqInstead: 'answers in XML',
    check: async subject => {
      const queue = await subject.createQueue();
      const accepting = { Accept: 'application/json' };

      const sent = await subject.query(queue.url, { Action: 'SendMessage', MessageBody: 'body' }, accepting);
      const refused = await subject.query(queue.url, { Action: 'SendMessage', MessageBody: '' }, accepting);

      const { MessageId } = await subject.receiveOne(queue);
      expect(JSON.parse(sent.text)).toMatchObject({ SendMessageResponse: { SendMessageResult: { MessageId } } });
      expect(refused.status).toBe(400);
      expect(JSON.parse(refused.text)).toMatchObject({ Error: { Code: 'MissingParameter', Type: 'Sender' } });
    },
  },
];
