/**
 * An HTTP API in front, for clients of your own: less than a third of a REST API's price for each request.
 *
 * Fewer requests may come in at once, quiet hours are gathered for longer, and events are deleted after 13 months.
 */
import { IngestionAuth, IngestionDoor, TelemetryPipeline } from 'cdk-telemetry-pipeline';
import { App, Duration, Stack } from 'aws-cdk-lib';

const app = new App();
const stack = new Stack(app, 'LowCostDoor');

new TelemetryPipeline(stack, 'Telemetry', {
  ingestion: {
    door: IngestionDoor.httpApi(),
    authorization: IngestionAuth.none(),
    throttlingRateLimit: 200,
    throttlingBurstLimit: 400,
  },
  processor: { maxBatchingWindow: Duration.seconds(60) },
  archive: { eventsExpiration: Duration.days(400) },
});
