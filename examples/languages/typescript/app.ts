import { IngestionAuth, ProcessorNetwork, TelemetryPipeline, WriteKeys } from 'cdk-telemetry-pipeline';
import { App, CfnOutput, Stack } from 'aws-cdk-lib';
import * as s3 from 'aws-cdk-lib/aws-s3';
import * as secretsmanager from 'aws-cdk-lib/aws-secretsmanager';

const app = new App();
const stack = new Stack(app, 'Telemetry');

const dataLake = s3.Bucket.fromBucketName(stack, 'DataLake', 'example-data-lake');
const writeKeys = secretsmanager.Secret.fromSecretNameV2(stack, 'WriteKeys', 'telemetry/write-keys');

const pipeline = new TelemetryPipeline(stack, 'Pipeline', {
  ingestion: {
    authorization: IngestionAuth.writeKeys(WriteKeys.fromSecret(writeKeys), { keysInBodies: true }),
  },
  archive: { bucket: dataLake },
  processor: {
    memorySize: 8192,
    executionEnvironmentMemoryGiBPerVCpu: 4,
    network: ProcessorNetwork.vpcEndpoints(),
  },
});

new CfnOutput(stack, 'Url', { value: pipeline.ingestion.url });
