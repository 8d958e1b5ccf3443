import { once } from 'node:events';
import { connect } from 'node:net';
import { ReceiveMessageCommand, SQSClient, type Message } from '@aws-sdk/client-sqs';
import { closeDoors, openDoor, post } from './open-door';
import { LocalDoor } from '../../../src/local/door/local-door';
import { LocalQueues } from '../../../src/local/queue/local-queues';
import { readSynthesizedPipeline } from '../../../src/local/synthesized-pipeline';
import type { TemplateBody } from '../../../src/local/template/stack-template';
import { httpTemplate, restTemplate, writeAssembly, type Resources } from '../template/assembly';

afterEach(closeDoors);

describe('before the local queues', () => {
  const stops: (() => Promise<void>)[] = [];

  afterEach(async () => {
    for (const stop of stops.splice(0)) {
      await stop();
    }
  });

  async function openPipeline(template: TemplateBody) {
    const pipeline = readSynthesizedPipeline(writeAssembly({ Telemetry: template }));
    const queues = new LocalQueues([pipeline.queue, pipeline.deadLetterQueue!]);
    const endpoint = await queues.start();
    const door = new LocalDoor({ door: pipeline.door, queueEndpoint: endpoint });
    const url = await door.start();
    const sqs = new SQSClient({ endpoint, region: 'us-east-1', credentials: { accessKeyId: 'local', secretAccessKey: 'local' } });
    stops.push(async () => sqs.destroy(), async () => door.stop(), async () => queues.stop());

    const receive = async (): Promise<Message[]> => {
      const queueUrl = queues.urlOf(pipeline.queue.name);
      const { Messages } = await sqs.send(new ReceiveMessageCommand({ QueueUrl: queueUrl, MaxNumberOfMessages: 10, MessageAttributeNames: ['All'] }));
      return Messages ?? [];
    };
    return { url, receive };
  }

  const attributes = ({ MessageAttributes = {} }: Message) =>
    Object.fromEntries(Object.entries(MessageAttributes).map(([name, { StringValue }]) => [name, StringValue]));

  test.each([
    { kind: 'REST', template: restTemplate(), path: '/v1/batch' },
    { kind: 'HTTP', template: httpTemplate(), path: 'POST /v1/batch' },
  ])('a request to the $kind API can be received from the queue', async ({ template, path }) => {
    const { url, receive } = await openPipeline(template);
    const body = '{"batch":[{"event":"a & b = 100% + \\"é👩‍🚀\\"\\n"}]}';

    const reply = await post(`${url}/v1/batch`, body, { 'Content-Type': 'application/json' });

    expect(reply.status).toBe(200);
    const [message] = await receive();
    expect(message.Body).toBe(body);
    expect(attributes(message)).toMatchObject({ sourceIp: '127.0.0.1', path });
  });

  test.each([
    { why: 'is too large for SQS', path: '/events', body: `"${'x'.repeat(1024 * 1024)}"`, status: 413 },
    { why: 'has characters that SQS refuses', path: '/events', body: '"\u0001"', status: 400 },
    { why: 'is for an unknown call', path: '/v1/nope', body: '{}', status: 404 },
  ])('what $why is refused and not stored', async ({ path, body, status }) => {
    const { url, receive } = await openPipeline(restTemplate());

    const reply = await post(`${url}${path}`, body);

    expect(reply.status).toBe(status);
    expect(JSON.parse(reply.body)).toMatchObject({ success: false, code: status });
    expect(await receive()).toEqual([]);
  });
});

test('requests that overlap do not see each other', async () => {
  const { url, sqs } = await openDoor(restTemplate());
  const names = Array.from({ length: 100 }, (_, index) => `client-${index}`);

  const replies = await Promise.all(names.map(async name => post(`${url}/events`, name, { 'User-Agent': name })));

  expect(new Set(replies.map(({ headers }) => headers['x-amzn-requestid'])).size).toBe(100);
  expect(sqs.received.map(({ form }) => form.get('MessageBody')).sort()).toEqual([...names].sort());
  for (const { form } of sqs.received) {
    expect(form.get('MessageAttribute.4.Value.StringValue')).toBe(form.get('MessageBody'));
  }
});

test('a client that hangs up in the middle of its body sends nothing', async () => {
  const { url, sqs, notices } = await openDoor(restTemplate());
  const socket = connect(Number(new URL(url).port), '127.0.0.1');
  socket.write('POST /prod/events HTTP/1.1\r\nHost: x\r\nContent-Length: 100\r\n\r\nhalf');
  await once(socket, 'connect');
  socket.destroy();
  await once(socket, 'close');

  expect((await post(`${url}/events`, 'whole')).status).toBe(200);
  expect(sqs.received.map(({ form }) => form.get('MessageBody'))).toEqual(['whole']);
  expect(notices).toEqual([]);
});

test('a header that a template makes and HTTP forbids ends the connection, and the developer reads why', async () => {
  const { EventsPost } = restTemplate().Resources!;
  const template = '#set($context.responseOverride.header.Bad = "é→")x';
  const integration = { ...EventsPost.Properties!.Integration as object, IntegrationResponses: [{ StatusCode: '200', ResponseTemplates: { 'text/plain': template } }] };
  const resources = { EventsPost: { ...EventsPost, Properties: { ...EventsPost.Properties, Integration: integration } } } as Resources;
  const { url, notices } = await openDoor(restTemplate({ resources }));

  await expect(post(`${url}/events`, '{}')).rejects.toThrow('socket hang up');
  expect(notices).toEqual(['POST /prod/events: Invalid character in header content ["Bad"]']);
});

test('a port that is taken is an error of the start', async () => {
  const { url } = await openDoor(restTemplate());
  const { door } = readSynthesizedPipeline(writeAssembly({ Telemetry: restTemplate() }));

  await expect(new LocalDoor({ door, queueEndpoint: url }).start(Number(new URL(url).port))).rejects.toThrow('EADDRINUSE');
});
