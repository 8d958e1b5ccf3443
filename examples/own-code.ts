/**
 * A handler of your own in the place of the library's, built on the library's pieces: see own-code.lambda.ts.
 *
 * Everything else stays: the endpoint, the queue, the instances and their network, the archive and its grants.
 */
import { IngestionAuth, ProcessorCode, TelemetryPipeline } from 'cdk-telemetry-pipeline';
import { join } from 'node:path';
import { App, Stack } from 'aws-cdk-lib';

const app = new App();
const stack = new Stack(app, 'OwnCode');

new TelemetryPipeline(stack, 'Telemetry', {
  ingestion: { authorization: IngestionAuth.none() },
  processor: {
    code: ProcessorCode.fromEntry(join(__dirname, 'own-code.lambda.ts'), {
      bundling: { tsconfig: 'tsconfig.dev.json' }, // only in this repository, where the package is not installed
    }),
  },
});
