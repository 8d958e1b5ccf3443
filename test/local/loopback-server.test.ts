import { Agent, createServer, request } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import { closeServer, listenOnLoopback } from '../../src/local/loopback-server';

/** Node cuts a connection that rests for 5 seconds, with a second's grace from 20.20 on. */
const LONGER_THAN_NODE_WAITS_MS = 6_500;

const server = createServer((_, response) => response.end('stored'));
let url: string;

beforeAll(async () => {
  url = `http://${await listenOnLoopback(server, 0)}/`;
});
afterAll(async () => closeServer(server));

test('a client that rests goes on over the connection that it has, so that none of its posts meets its end', async () => {
  const agent = new Agent({ keepAlive: true });
  const post = async () => new Promise<boolean>((resolve, reject) => {
    const outgoing = request(url, { method: 'POST', agent }, response => response.resume().on('end', () => resolve(outgoing.reusedSocket)));
    outgoing.on('error', reject).end('{}');
  });
  await post();
  await sleep(LONGER_THAN_NODE_WAITS_MS);

  expect(await post()).toBe(true);
  agent.destroy();
}, 15_000);
