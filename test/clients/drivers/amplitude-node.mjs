import { createInstance, Types } from '@amplitude/analytics-node';
import { events, properties, refused, url, writeKey } from './assignment.mjs';

const amplitude = createInstance();
await amplitude.init(writeKey, { serverUrl: `${url}/2/httpapi`, flushIntervalMillis: 500, logLevel: Types.LogLevel.None }).promise;

const results = await Promise.all(events.map(event => amplitude.track(event, properties, { user_id: 'user-1' }).promise));
for (const { code, message } of results.filter(result => result.code !== 200)) {
  refused(`${code} ${message}`);
}
