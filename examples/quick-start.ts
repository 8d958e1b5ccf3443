/**
 * The smallest pipeline that client devices can post to: everything is default, but anybody may send.
 *
 * `npm run demo` runs the template of this app on localhost.
 */
import { IngestionAuth, TelemetryPipeline } from 'cdk-telemetry-pipeline';
import { App, CfnOutput, Stack } from 'aws-cdk-lib';

const app = new App();
const stack = new Stack(app, 'QuickStart');

const telemetry = new TelemetryPipeline(stack, 'Telemetry', {
  ingestion: { authorization: IngestionAuth.none() },
});

new CfnOutput(stack, 'Url', { value: telemetry.ingestion.url });
