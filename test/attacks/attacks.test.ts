import type { Message } from '@aws-sdk/client-sqs';
import type { Outcome } from './attack';
import { attackTable, ATTACKS, ATTACKS_FROM_PAGES, ATTACKS_ON_STRICT_DOORS } from './attack-table';
import { AttackedPipeline } from './attacked-pipeline';
import { ALLOWED_ORIGINS } from './other-origins';
import type { RawReply } from './raw-request';
import { STRICT_DOOR } from './strict-door';
import { IngestionAuth, IngestionDoor } from '../../src';
import { generatedPart } from '../fixtures/generated-part';

const doors = [
  { door: 'REST API', kind: IngestionDoor.restApi(), strict: IngestionDoor.restApi(STRICT_DOOR), expected: 'rest', requestId: 'x-amzn-requestid' },
  { door: 'HTTP API', kind: IngestionDoor.httpApi(), strict: IngestionDoor.httpApi(), expected: 'http', requestId: 'apigw-requestid' },
] as const;

const cors = { allowOrigins: ALLOWED_ORIGINS, allowCredentials: true };

const settings = [
  { setting: 'open to anybody', options: { authorization: IngestionAuth.none() }, groups: ATTACKS },
  { setting: 'open to pages of two origins', options: { authorization: IngestionAuth.none(), cors }, groups: ATTACKS_FROM_PAGES },
  { setting: 'strict', options: { authorization: IngestionAuth.iam(), cors }, groups: ATTACKS_ON_STRICT_DOORS },
];

describe.each(doors)('a door that is a $door', ({ kind, strict, expected, requestId }) => {
  describe.each(settings)('and is $setting withstands', ({ setting, options, groups }) => {
    let pipeline: AttackedPipeline;

    beforeAll(async () => {
      pipeline = await AttackedPipeline.start({ door: setting === 'strict' ? strict : kind, ...options });
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
