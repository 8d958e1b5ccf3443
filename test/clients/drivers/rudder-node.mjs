import RudderAnalytics from '@rudderstack/rudder-sdk-node';
import { events, properties, refused, url, writeKey } from './assignment.mjs';

const gzip = process.env.RUDDER_GZIP !== 'false';
const analytics = new RudderAnalytics(writeKey, { dataPlaneUrl: url, path: '/v1/batch', gzip, logLevel: 'none', errorHandler() {} });

const answers = events.map(event => new Promise(resolve => {
  analytics.track({ userId: 'user-1', event, properties }, error => resolve(error));
}));
await analytics.flush();
for (const error of (await Promise.all(answers)).filter(Boolean)) {
  refused(error);
}
process.exit();
