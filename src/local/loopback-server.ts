import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';

/** The only address that the local run listens on: nobody else on the network can reach it. */
const HOST = '127.0.0.1';

/** Connections that may wait while this machine is too busy to take them; Node's own 511 are fewer than clients open by then. */
const BACKLOG = 4_096;

/**
 * Makes a server listen, on any free port for 0, and returns its host and port.
 *
 * A connection that rests stays open until its client ends it: were the server to cut it, as Node does after some seconds, then a
 * request that comes at that moment would fail.
 */
export async function listenOnLoopback(server: Server, port: number): Promise<string> {
  server.keepAliveTimeout = 0;
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject).listen({ port, host: HOST, backlog: BACKLOG }, () => {
      server.off('error', reject);
      resolve();
    });
  });
  return `${HOST}:${(server.address() as AddressInfo).port}`;
}

/** Stops a server and cuts its connections. */
export async function closeServer(server: Server): Promise<void> {
  const closed = new Promise(resolve => server.close(resolve));
  server.closeAllConnections();
  await closed;
}
