import { events, properties, refused, url, writeKey } from './assignment.mjs';

const { Analytics } = await import(process.env.SEGMENT_PACKAGE ?? '@segment/analytics-node');
const { origin, pathname } = new URL(`${url}${process.env.SEGMENT_ROUTE ?? '/v1/batch'}`);
const analytics = new Analytics({ writeKey, host: origin, path: pathname });
analytics.on('error', ({ code, reason, ctx }) => refused(reason ?? ctx?.failedDelivery()?.reason ?? code));

for (const event of events) {
  analytics.track({ userId: 'user-1', event, properties });
}
await analytics.closeAndFlush();
