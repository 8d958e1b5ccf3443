/**
 * Clients of Segment, RudderStack, PostHog and Amplitude as they are, each with a write key of its own.
 *
 * Keys are changed in the secret, without a deployment. Pages of the shop may send from the browser; a client that floods
 * does not delay the others.
 */
import { IngestionAuth, TelemetryPipeline, WriteKeys } from 'cdk-telemetry-pipeline';
import { App, Stack } from 'aws-cdk-lib';
import * as secretsmanager from 'aws-cdk-lib/aws-secretsmanager';

const app = new App();
const stack = new Stack(app, 'WriteKeys');

const keys = new secretsmanager.Secret(stack, 'Keys', {
  generateSecretString: { secretStringTemplate: '{}', generateStringKey: 'web', excludePunctuation: true },
});

new TelemetryPipeline(stack, 'Telemetry', {
  ingestion: {
    authorization: IngestionAuth.writeKeys(WriteKeys.fromSecret(keys), { keysInBodies: true }),
    cors: { allowOrigins: ['https://shop.example.com'] },
    fairQueues: true,
  },
});
