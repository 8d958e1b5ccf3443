import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { Agent, createServer, request } from 'node:http';
import { connect, type Socket } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { closeServer, listenOnLoopback } from '../../src/local/loopback-server';
import { until } from '../fixtures/until';

/** Node cuts a connection that rests for 5 seconds, with a second's grace from 20.20 on. */
const LONGER_THAN_NODE_WAITS_MS = 6_500;

/** A connection that finds no place tries again after a second. */
const SOONER_THAN_A_SECOND_TRY_MS = 900;

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
});

test('hundreds of clients that come at the same moment all find a place at once', async () => {
  // A machine under load takes its time now and then; with too few places the last ones are always late.
  await until(async () => await msUntilAllHaveAPlace() < SOONER_THAN_A_SECOND_TRY_MS, 'no client had to try a second time', 30_000);
});

async function msUntilAllHaveAPlace(): Promise<number> {
  const { port } = new URL(url);
  const sockets = Array.from({ length: Math.min(800, mostWaiting()) }, () => connect(Number(port), '127.0.0.1'));
  const connectedAt = await Promise.all(sockets.map(connected));
  sockets.forEach(socket => socket.destroy());
  return Math.max(...connectedAt) - connectedAt[0];
}

async function connected(socket: Socket): Promise<number> {
  await once(socket, 'connect');
  return performance.now();
}

/** Connections that this machine lets wait for a server, whatever that asks for. */
function mostWaiting(): number {
  return process.platform === 'linux' ? Number(readFileSync('/proc/sys/net/core/somaxconn', 'utf8')) : 128;
}
