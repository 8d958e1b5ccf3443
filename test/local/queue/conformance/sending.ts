import { createHash } from 'node:crypto';
import type { MessageAttributeValue } from '@aws-sdk/client-sqs';
import type { Behaviour } from './behaviour';
import type { Subject } from './subject';

const MEBIBYTE = 1024 * 1024;

/** Services differ in the code of an error, not in that it is one. */
async function refuses(attempt: Promise<unknown>): Promise<void> {
  await expect(attempt).rejects.toMatchObject({ $metadata: { httpStatusCode: 400 } });
}

async function refusesAttribute(subject: Subject, name: string, value: MessageAttributeValue): Promise<void> {
  const queue = await subject.createQueue();
  await refuses(subject.send(queue, 'body', { MessageAttributes: { [name]: value } }));
}

function text(value: string): MessageAttributeValue {
  return { DataType: 'String', StringValue: value };
}

/** What SQS takes as a message, and what it gives back for it. */
export const SENDING: Behaviour[] = [
  {
    does: 'gives a body back as it was, with the MD5 that both ends check',
    check: async subject => {
      const queue = await subject.createQueue();
      const body = '{"a": "<&>\\"\'",\t"b":\r\n"%+ =&amp;"}';

      const sent = await subject.send(queue, body);

      expect(sent.MD5OfMessageBody).toBe(createHash('md5').update(body).digest('hex'));
      await expect(subject.receiveOne(queue)).resolves.toMatchObject({ MessageId: sent.MessageId, Body: body, MD5OfBody: sent.MD5OfMessageBody });
    },
  },
  {
    does: 'gives string, number and binary attributes back as they were',
    check: async subject => {
      const queue = await subject.createQueue();
      const attributes = {
        path: text('/v1/batch?a=b&c'),
        size: { DataType: 'Number.int', StringValue: '-12.50' },
        trace: { DataType: 'Binary', BinaryValue: Uint8Array.of(0, 255, 30) },
      };

      const sent = await subject.send(queue, 'body', { MessageAttributes: attributes });

      const received = await subject.receiveOne(queue);
      expect(received.MessageAttributes).toEqual(attributes);
      expect(received.MD5OfMessageAttributes).toBe(sent.MD5OfMessageAttributes);
    },
  },
  {
    does: 'computes the MD5 of attributes as AWS does', // digests that AWS answered with
    check: async subject => {
      const queue = await subject.createQueue();
      const binary = Buffer.from('traceparent\x1e00-774062d6c37081a5a0b9b5b88e30627c-2d2482211f6489da-01');

      const three = await subject.send(queue, 'body', { MessageAttributes: { 'Help.Me': text('Me'), 'Hello': text('There'), 'General': text('Kenobi') } });
      const one = await subject.send(queue, 'body', { MessageAttributes: { attr1: { DataType: 'Binary', BinaryValue: binary } } });

      expect(three.MD5OfMessageAttributes).toBe('4c360f3fdafd970e05fae2f149d997f5');
      expect(one.MD5OfMessageAttributes).toBe('8cbe4db156db8a94db8b801b7addb984');
    },
  },
  {
    does: 'takes a message of exactly 1 MiB and refuses one byte more',
    check: async subject => {
      const queue = await subject.createQueue();

      await subject.send(queue, 'x'.repeat(MEBIBYTE));
      await refuses(subject.send(queue, 'x'.repeat(MEBIBYTE + 1)));

      expect((await subject.receiveOne(queue)).Body).toHaveLength(MEBIBYTE);
    },
  },
  {
    does: 'counts the bytes of a body, not its characters',
    elasticMqInstead: 'counts characters',
    check: async subject => {
      const queue = await subject.createQueue();

      await subject.send(queue, 'é'.repeat(MEBIBYTE / 2));
      await refuses(subject.send(queue, `${'é'.repeat(MEBIBYTE / 2)}x`));
    },
  },
  {
    does: 'counts names, types and values of attributes as part of the message',
    elasticMqInstead: 'counts the body only',
    check: async subject => {
      const queue = await subject.createQueue();
      const attributes = { name: text('value') };
      const attributeBytes = 'nameStringvalue'.length;

      await subject.send(queue, 'x'.repeat(MEBIBYTE - attributeBytes), { MessageAttributes: attributes });
      await refuses(subject.send(queue, 'x'.repeat(MEBIBYTE - attributeBytes + 1), { MessageAttributes: attributes }));
    },
  },
  {
    does: 'takes emoji and other supplementary characters',
    check: async subject => {
      const queue = await subject.createQueue();
      const body = 'measured 😀 𝔘𝔫𝔦𝔠𝔬𝔡𝔢 \u{10FFFD} \uFFFD';

      await subject.send(queue, body, { MessageAttributes: { mood: text('😀') } });

      await expect(subject.receiveOne(queue)).resolves.toMatchObject({ Body: body, MessageAttributes: { mood: { StringValue: '😀' } } });
    },
  },
  {
    does: 'refuses control characters in a body',
    check: async subject => {
      const queue = await subject.createQueue();

      for (const character of ['\u0000', '\u0008', '\u001f', '\ufffe', '\uffff']) {
        await refuses(subject.send(queue, `body${character}`));
      }
    },
  },
  {
    does: 'refuses an empty body',
    check: async subject => refuses(subject.send(await subject.createQueue(), '')),
  },
  {
    does: 'refuses more than ten attributes',
    check: async subject => {
      const queue = await subject.createQueue();
      const attributes = Object.fromEntries(Array.from({ length: 11 }, (_, index) => [`name${index}`, text('value')]));

      await refuses(subject.send(queue, 'body', { MessageAttributes: attributes }));
    },
  },
  { does: 'refuses an attribute with an empty value', check: async subject => refusesAttribute(subject, 'empty', text('')) },
  {
    does: 'refuses an attribute of an unknown type',
    check: async subject => refusesAttribute(subject, 'flag', { DataType: 'Boolean', StringValue: 'true' }),
  },
  {
    does: 'refuses a number that is none',
    check: async subject => refusesAttribute(subject, 'size', { DataType: 'Number', StringValue: 'twelve' }),
  },
  {
    does: 'refuses an attribute name with a character other than letters, digits and -_.',
    elasticMqInstead: 'takes it',
    check: async subject => refusesAttribute(subject, 'a b', text('x')),
  },
  {
    does: 'refuses an attribute name with a period at its end',
    elasticMqInstead: 'takes it',
    check: async subject => refusesAttribute(subject, 'name.', text('x')),
  },
  {
    does: 'refuses an attribute name that is reserved for AWS',
    elasticMqInstead: 'takes it',
    check: async subject => refusesAttribute(subject, 'AWS.name', text('x')),
  },
  { does: 'refuses control characters in an attribute', check: async subject => refusesAttribute(subject, 'name', text('\u0001')) },
  {
    does: 'keeps the group of a fair queue, which orders nothing',
    check: async subject => {
      const queue = await subject.createQueue();

      await subject.send(queue, 'body', { MessageGroupId: 'tenant-1' });

      await expect(subject.receiveOne(queue)).resolves.toMatchObject({ Attributes: { MessageGroupId: 'tenant-1' } });
    },
  },
  {
    does: 'refuses a group that is not a word of printable characters',
    check: async subject => refuses(subject.send(await subject.createQueue(), 'body', { MessageGroupId: 'tenant 1' })),
  },
  {
    does: 'refuses a deduplication id, for which a standard queue has no use',
    check: async subject => refuses(subject.send(await subject.createQueue(), 'body', { MessageDeduplicationId: 'once' })),
  },
  {
    does: 'keeps the trace header',
    check: async subject => {
      const queue = await subject.createQueue();
      const trace = 'Root=1-5759e988-bd862e3fe1be46a994272793;Sampled=1';

      await subject.send(queue, 'body', { MessageSystemAttributes: { AWSTraceHeader: text(trace) } });

      await expect(subject.receiveOne(queue)).resolves.toMatchObject({ Attributes: { AWSTraceHeader: trace } });
    },
  },
];
