import { buildStructEvent, newTracker } from '@snowplow/node-tracker';
import { authorization, events, properties, refused, url } from './assignment.mjs';

const { protocol, host, pathname } = new URL(`${url}/com.snowplowanalytics.snowplow/tp2`);
let unanswered = events.length;
const tracker = newTracker({ namespace: 'matrix', appId: 'matrix' }, {
  endpoint: host,
  protocol: protocol.replace(':', ''),
  postPath: pathname,
  customHeaders: { Authorization: authorization },
  bufferSize: events.length,
  onRequestSuccess: batch => (unanswered -= batch.length),
  onRequestFailure: ({ events: batch, status, message, willRetry }) => {
    if (!willRetry) {
      refused(message ?? status);
      unanswered -= batch.length;
    }
  },
});

for (const event of events) {
  tracker.track(buildStructEvent({ category: 'matrix', action: event, label: properties.texts.join('') }));
}
while (unanswered > 0) {
  await tracker.flush();
  await new Promise(resolve => setTimeout(resolve, 100));
}
