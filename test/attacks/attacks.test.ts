import type { Message } from '@aws-sdk/client-sqs';
import type { Outcome } from './attack';
import { attackTable, ATTACKS, ATTACKS_FROM_PAGES } from './attack-table';
import { AttackedPipeline } from './attacked-pipeline';
import { ALLOWED_ORIGINS } from './other-origins';
import type { RawReply } from './raw-request';
import { IngestionDoor } from '../../src';
import { generatedPart } from '../fixtures/generated-part';

const doors = [
  { door: 'REST API', kind: IngestionDoor.restApi(), expected: 'rest', requestId: 'x-amzn-requestid' },
  { door: 'HTTP API', kind: IngestionDoor.httpApi(), expected: 'http', requestId: 'apigw-requestid' },
] as const;

const openings = [
  { opening: 'to anybody', options: {}, groups: ATTACKS },
  { opening: 'to pages of two origins', options: { cors: { allowOrigins: ALLOWED_ORIGINS, allowCredentials: true } }, groups: ATTACKS_FROM_PAGES },
];

describe.each(doors)('a door that is a $door', ({ kind, expected, requestId }) => {
  describe.each(openings)('and open $opening withstands', ({ options, groups }) => {
    let pipeline: AttackedPipeline;

    beforeAll(async () => {
      pipeline = await AttackedPipeline.start({ door: kind, ...options });
    });
    afterAll(async () => pipeline.stop());

    test.each(groups.flatMap(({ title, attacks }) => attacks.map(attack => ({ ...attack, title }))))('$title: $name', async attack => {
      const reply = await pipeline.send(attack.request, attack.withinMs);
      const messages = await pipeline.takeMessages();

      expect(reply.status).toBe(attack[expected].status);
      expect(messages.map(whole)).toEqual(messagesOf(attack[expected], headerOf(reply, requestId) ?? ''));
      expect(await pipeline.countHidden()).toBe(0);
      expect(headerOf(reply, 'access-control-allow-origin')).toBe(attack[expected].readableBy);
      expect(reply.head + reply.body).not.toMatch(/evil|set-cookie/i);
    });
  });
});

test('the page on security has the table of these attacks', () => {
  expect(generatedPart('security.md', 'attacks', attackTable())).toBe(attackTable());
});

function headerOf({ head }: RawReply, name: string): string | undefined {
  return new RegExp(`^${name}: (.+)$`, 'im').exec(head)?.[1];
}

/** Everything that a client could have a say in. */
function whole({ Body, MessageAttributes, Attributes }: Message) {
  return {
    body: Body,
    attributes: Object.fromEntries(Object.entries(MessageAttributes ?? {}).map(([name, { DataType, StringValue }]) => [name, `${DataType}: ${StringValue}`])),
    system: Object.keys(Attributes ?? {}).sort(),
  };
}

function messagesOf({ message }: Outcome, requestId: string) {
  if (!message) {
    return [];
  }
  const attributes = Object.entries({ sourceIp: '127.0.0.1', requestId, ...message.attributes }).map(([name, value]) => [name, `String: ${value}`]);
  return [{
    body: message.body,
    attributes: Object.fromEntries(attributes),
    system: ['ApproximateFirstReceiveTimestamp', 'ApproximateReceiveCount', 'SenderId', 'SentTimestamp'],
  }];
}
