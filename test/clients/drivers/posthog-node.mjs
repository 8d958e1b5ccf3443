import { events, properties, refused, url, writeKey } from './assignment.mjs';

const { PostHog } = await import(process.env.POSTHOG_PACKAGE ?? 'posthog-node');
const disableCompression = process.env.POSTHOG_GZIP === 'false';
const posthog = new PostHog(writeKey, { host: url, disableCompression, fetchRetryDelay: 500 });
posthog.on('error', refused);

for (const event of events) {
  posthog.capture({ distinctId: 'user-1', event, properties });
}
await posthog.shutdown();
