import { IngestionAuth, ProcessorNetwork, TelemetryPipeline, WriteKeys } from 'cdk-telemetry-pipeline';
import { App, CfnOutput, Stack } from 'aws-cdk-lib';
import * as actions from 'aws-cdk-lib/aws-cloudwatch-actions';
import * as s3 from 'aws-cdk-lib/aws-s3';
import * as secretsmanager from 'aws-cdk-lib/aws-secretsmanager';
import * as sns from 'aws-cdk-lib/aws-sns';

const app = new App();
const stack = new Stack(app, 'Telemetry');

const dataLake = s3.Bucket.fromBucketName(stack, 'DataLake', 'example-data-lake');
const writeKeys = secretsmanager.Secret.fromSecretNameV2(stack, 'WriteKeys', 'telemetry/write-keys');
const onCall = new sns.Topic(stack, 'OnCall', { enforceSSL: true });

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
  monitoring: { alarmActions: [new actions.SnsAction(onCall)] },
});

new CfnOutput(stack, 'Url', { value: pipeline.ingestion.url });
