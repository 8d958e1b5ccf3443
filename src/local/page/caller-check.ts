import type { IncomingMessage } from 'node:http';

/**
 * Tells why a request must not be answered, if it must not.
 *
 * A foreign name in `Host` is a page elsewhere whose name was pointed at this machine; a foreign `Origin` is one that posts across.
 */
export function refusalOf({ method, headers }: IncomingMessage, port: number): string | undefined {
  const own = [`127.0.0.1:${port}`, `localhost:${port}`];
  if (!own.includes(headers.host ?? '')) {
    return `the page is at http://${own[0]}/ only`;
  }
  if (headers['sec-fetch-site'] === 'cross-site') {
    return 'other sites may not look at the page';
  }
  if (method !== 'GET' && headers.origin !== `http://${headers.host}`) {
    return 'only the page itself may change something';
  }
  return undefined;
}
