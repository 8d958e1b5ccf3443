import type { Client } from './client';
import type { SituationId } from './situations';

const ALL_REFUSALS: readonly SituationId[] = ['throttled', 'unavailable', 'largeBatch', 'largeEvent', 'unknownKey'];

const FIRST_ALONE = {
  situations: ['replyLost', 'largeBatch'], text: 'The client sends its first event by itself, and then the others together.',
} as const;

const GZIP = {
  situations: ['normal'],
  door: 'HTTP API',
  text: 'An HTTP API does not inflate. The local run passes the bytes on in base64, as AWS does with other bodies that are no text, and the handler '
    + 'inflates them; what AWS does with gzip was not tried. Turn gzip off to be sure, as in the next row.',
} as const;

const SPLIT_AT_413 = {
  situations: ['largeBatch'],
  door: 'HTTP API',
  text: 'The client halves a batch at 413. Before an HTTP API it reads SQS\'s own 400 instead, and gives the batch up: send fewer events at a time.',
} as const;

const REFUSED_FIRST = {
  situations: ['largeEvent', 'unknownKey'],
  text: 'Pass an `errorHandler`. Without one, an error of the first event ends the process: the client leaves a rejected promise behind.',
} as const;

const NO_CODE = {
  situations: ['unknownKey'],
  door: 'HTTP API',
  text: 'API Gateway\'s own body for 403 lacks the `code` that the client looks for; it takes that for a broken network and tries ten more times. '
    + 'Lower its `max_retries`, or use a REST API.',
} as const;

const BROKEN_CONNECTION = {
  situations: ['replyLost'], text: 'The client does not try again when a connection breaks. Here the events were stored before; else they are lost.',
} as const;

const ONE_BY_ONE = { situations: ['replyLost'], text: 'Each event is a request of its own, and the first of them is sent again.' } as const;

const SEGMENT_BROWSER_SETTING = 'AnalyticsBrowser.load({ writeKey, cdnSettings: { integrations: { \'Segment.io\': {} }, metrics: { sampleRate: 0 } } }, '
  + '{ integrations: { \'Segment.io\': { apiHost: `${host}/${stage}/v1` } } })';

/** Every client of the matrix. */
export const CLIENTS: readonly Client[] = [
  {
    id: 'segment-node',
    name: 'Segment for Node',
    runtime: 'node',
    packageName: '@segment/analytics-node',
    driver: 'segment-node.mjs',
    setting: 'new Analytics({ writeKey, host: origin, path: `${stage}/v1/batch` })',
  },
  {
    id: 'segment-node-2',
    name: 'Segment for Node',
    runtime: 'node',
    packageName: 'analytics-node-2',
    driver: 'segment-node.mjs',
    environment: { SEGMENT_PACKAGE: 'analytics-node-2', SEGMENT_ROUTE: '/v1/b' },
    setting: 'new Analytics({ writeKey, host: origin, path: `${stage}/v1/b` })',
    notes: [{
      situations: ['unknownKey'],
      text: 'Before version 3 the client sends its write key in the body only. `/v1/batch` asks for the header and answers 401; `/v1/b` takes both.',
    }],
  },
  {
    id: 'segment-python',
    name: 'Segment for Python',
    runtime: 'python',
    packageName: 'segment-analytics-python',
    driver: 'segment_client.py',
    setting: 'Client(write_key, host=url, gzip=False)',
  },
  {
    id: 'segment-browser',
    name: 'Segment in a browser',
    runtime: 'browser',
    packageName: '@segment/analytics-next',
    driver: 'page-segment.js',
    setting: SEGMENT_BROWSER_SETTING,
    notes: [ONE_BY_ONE],
  },
  {
    id: 'segment-browser-1.83',
    name: 'Segment in a browser',
    runtime: 'browser',
    packageName: 'analytics-next-1.83',
    driver: 'page-segment.js',
    setting: SEGMENT_BROWSER_SETTING,
    notes: [ONE_BY_ONE, {
      situations: ['largeEvent'],
      text: 'Before 1.84 the client takes every status below 500 but 429 for success. It needs no preflight: 1.84 was the first to send `Authorization`.',
    }],
  },
  {
    id: 'rudder-node',
    name: 'RudderStack for Node',
    runtime: 'node',
    packageName: '@rudderstack/rudder-sdk-node',
    driver: 'rudder-node.mjs',
    setting: 'new RudderAnalytics(writeKey, { dataPlaneUrl: url, path: \'/v1/batch\', errorHandler })',
    notes: [GZIP, FIRST_ALONE, REFUSED_FIRST],
  },
  {
    id: 'rudder-node-plain',
    name: 'RudderStack for Node',
    variant: 'gzip off',
    runtime: 'node',
    packageName: '@rudderstack/rudder-sdk-node',
    driver: 'rudder-node.mjs',
    environment: { RUDDER_GZIP: 'false' },
    setting: 'new RudderAnalytics(writeKey, { dataPlaneUrl: url, path: \'/v1/batch\', errorHandler, gzip: false })',
    notes: [FIRST_ALONE, REFUSED_FIRST],
  },
  {
    id: 'rudder-python',
    name: 'RudderStack for Python',
    runtime: 'python',
    packageName: 'rudder-sdk-python',
    driver: 'rudder_client.py',
    setting: 'Client(write_key, host=url)',
    notes: [GZIP, NO_CODE],
  },
  {
    id: 'rudder-python-plain',
    name: 'RudderStack for Python',
    variant: 'gzip off',
    runtime: 'python',
    packageName: 'rudder-sdk-python',
    driver: 'rudder_client.py',
    environment: { RUDDER_GZIP: 'false' },
    setting: 'Client(write_key, host=url, gzip=False)',
    notes: [NO_CODE],
  },
  {
    id: 'posthog-node',
    name: 'PostHog for Node',
    runtime: 'node',
    packageName: 'posthog-node',
    driver: 'posthog-node.mjs',
    setting: 'new PostHog(writeKey, { host: url })',
    notes: [GZIP],
  },
  {
    id: 'posthog-node-plain',
    name: 'PostHog for Node',
    variant: 'gzip off',
    runtime: 'node',
    packageName: 'posthog-node',
    driver: 'posthog-node.mjs',
    environment: { POSTHOG_GZIP: 'false' },
    setting: 'new PostHog(writeKey, { host: url, disableCompression: true })',
    notes: [SPLIT_AT_413],
  },
  {
    id: 'posthog-node-4',
    name: 'PostHog for Node',
    runtime: 'node',
    packageName: 'posthog-node-4',
    driver: 'posthog-node.mjs',
    environment: { POSTHOG_PACKAGE: 'posthog-node-4' },
    setting: 'new PostHog(writeKey, { host: url })',
    notes: [SPLIT_AT_413],
  },
  {
    id: 'posthog-python',
    name: 'PostHog for Python',
    runtime: 'python',
    packageName: 'posthog',
    driver: 'posthog_client.py',
    setting: 'Posthog(write_key, host=url)',
  },
  {
    id: 'amplitude-node',
    name: 'Amplitude for Node',
    runtime: 'node',
    packageName: '@amplitude/analytics-node',
    driver: 'amplitude-node.mjs',
    setting: 'init(writeKey, { serverUrl: `${url}/2/httpapi` })',
    notes: [BROKEN_CONNECTION, SPLIT_AT_413],
  },
  {
    id: 'amplitude-python',
    name: 'Amplitude for Python',
    runtime: 'python',
    packageName: 'amplitude-analytics',
    driver: 'amplitude_client.py',
    setting: 'client.configuration.server_url = f"{url}/2/httpapi"',
    notes: [BROKEN_CONNECTION, {
      situations: ['normal'],
      door: 'HTTP API',
      text: 'The client cannot read SQS\'s XML: events are stored, but its callback is never called. Where it matters, use a REST API.',
    }, {
      situations: ['largeBatch'],
      text: 'At 413 the client sends half of its `flush_queue_size`, 200, then a third: set it to what fits, or fewer events are sent again as they were.',
    }],
  },
  {
    id: 'snowplow-node',
    name: 'Snowplow for Node',
    runtime: 'node',
    packageName: '@snowplow/node-tracker',
    driver: 'snowplow-node.mjs',
    setting: 'newTracker({ … }, { endpoint: host, postPath: `${stage}/com.snowplowanalytics.snowplow/tp2`, customHeaders: { Authorization } })',
  },
  {
    id: 'snowplow-python',
    name: 'Snowplow for Python',
    runtime: 'python',
    packageName: 'snowplow-tracker',
    driver: 'snowplow_client.py',
    setting: 'session.auth = (write_key, ""); Emitter(url, session=session)',
  },
  {
    id: 'otlp-logs',
    name: 'OpenTelemetry logs for Node',
    variant: 'JSON',
    runtime: 'node',
    packageName: '@opentelemetry/exporter-logs-otlp-http',
    driver: 'otlp-logs.mjs',
    setting: 'new OTLPLogExporter({ url: `${url}/v1/logs`, headers: { Authorization } })',
    notes: [{
      situations: ['replyLost'],
      text: 'A log record has no id but the attribute `log.record.uid`. Without it, a record that is sent twice is two rows with different ids.',
    }],
  },
  {
    id: 'cloudevents',
    name: 'CloudEvents',
    variant: 'structured, `httpTransport`',
    runtime: 'node',
    packageName: 'cloudevents',
    driver: 'cloudevents-structured.mjs',
    setting: 'emitterFor(httpTransport(`${url}/events`), { mode: Mode.STRUCTURED })(event, { headers: { Authorization } })',
    notes: [{
      situations: [...ALL_REFUSALS.filter(id => id !== 'largeBatch'), 'replyLost'],
      text: '`httpTransport` does not tell the status and does not try again. Give `emitterFor` a function of yours that does, as in the next row.',
    }],
  },
  {
    id: 'cloudevents-batch',
    name: 'CloudEvents',
    variant: 'a batch, `fetch`',
    runtime: 'node',
    packageName: 'cloudevents',
    driver: 'cloudevents-batch.mjs',
    setting: 'fetch(`${url}/events`, { method: \'POST\', headers: { \'Content-Type\': \'application/cloudevents-batch+json\', Authorization }, body })',
  },
  {
    id: 'browser-fetch',
    name: '`fetch` with `keepalive`',
    runtime: 'browser',
    driver: 'page-fetch.js',
    setting: 'fetch(`${url}/events`, { method: \'POST\', keepalive: true, headers: { \'Content-Type\': \'application/json\', Authorization }, body })',
  },
  {
    id: 'browser-beacon',
    name: '`navigator.sendBeacon`',
    runtime: 'browser',
    driver: 'page-beacon.js',
    setting: 'navigator.sendBeacon(`${url}/v1/b`, JSON.stringify({ batch, writeKey }))',
    notes: [{
      situations: ['throttled', 'unavailable', 'replyLost', 'largeBatch', 'largeEvent'],
      text: 'The browser sends a beacon once and tells nobody what became of it: it is for what may be lost, such as the last event of a page.',
    }],
  },
];
