import { refusedWith, storedAsSent, type Attack, type Outcome } from './attack';
import { request } from './raw-request';

const UNKNOWN_PATHS = [
  '/', '/evil', '/EVENTS', '/events/evil', '/events;evil=1', '/events%00', '/events%0d%0aX-Evil:%201', '/events%2f', '//events',
  '/v1', '/v1/../events', '/%2e%2e/events', '/./events', '/..;/events', '/v1\\..\\events', '/%252e%252e/events', '/v1/batch/../../events',
];

/** Below `/v1` the REST API asks SQS, which knows no such action; nothing is stored either way. */
const UNKNOWN_CALLS = ['/v1/..%2fevents', '/v1/%2e%2e', '/v1/..', '/v1/batch%2f..', '/v1/%', '/v1/%ff', '/v1/BATCH', '/v1/batch%20', '/v1/events'];

const METHODS = ['GET', 'PUT', 'PATCH', 'DELETE', 'OPTIONS', 'HEAD', 'TRACE', 'PROPFIND'];

const METHODS_NOT_OF_HTTP: readonly { readonly method: string; readonly status: Outcome['status'] }[] = [
  { method: 'post', status: 400 },
  { method: 'EVIL', status: 400 },
];

/** Ways around the routes and around POST. */
export const PATHS_AND_METHODS: readonly Attack[] = [
  ...UNKNOWN_PATHS.map((target): Attack => ({ name: `\`${target}\``, request: request({ target }), ...refusedWith(403, 404) })),
  { name: 'the stage alone, or no path where there is no stage', request: request({ target: '' }), ...refusedWith(403, 400) },
  ...UNKNOWN_CALLS.map((target): Attack => ({ name: `\`${target}\``, request: request({ target }), ...refusedWith(404) })),
  { name: 'a slash at the end', request: request({ target: '/events/' }), ...storedAsSent('{}') },
  { name: 'the URL of another host', request: stage => `POST http://evil.example${stage}/events HTTP/1.1\r\nHost: a\r\nContent-Length: 0\r\n\r\n`, ...refusedWith(403, 404) },
  { name: 'no path but `*`', request: () => 'OPTIONS * HTTP/1.1\r\nHost: a\r\n\r\n', ...refusedWith(403, 404) },
  ...METHODS.flatMap(method => ['/events', '/v1/batch'].map((target): Attack => ({
    name: `${method} ${target}`, request: request({ method, target, body: method === 'PUT' ? '{}' : '' }), ...refusedWith(403, 404),
  }))),
  ...METHODS_NOT_OF_HTTP.map(({ method, status }): Attack => ({ name: `${method} /events`, request: request({ method }), ...refusedWith(status) })),
  { name: 'a tunnel', request: () => 'CONNECT evil.example:443 HTTP/1.1\r\nHost: evil.example:443\r\n\r\n', ...refusedWith('closed') },
];
