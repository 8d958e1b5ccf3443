import { App, Stack } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import * as kms from 'aws-cdk-lib/aws-kms';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import * as s3 from 'aws-cdk-lib/aws-s3';
import * as secretsmanager from 'aws-cdk-lib/aws-secretsmanager';
import * as sqs from 'aws-cdk-lib/aws-sqs';
import * as ssm from 'aws-cdk-lib/aws-ssm';
import {
  IngestionAuth, IngestionDoor, ManagedInstanceProcessor, ProcessorCompute, ProcessorNetwork, TelemetryArchive, TelemetryIngestionApi,
  TelemetryPipeline, TelemetryPipelineProps, WriteKeys,
} from '../../src';
import { templateOf } from '../fixtures/synthesized';

const ARN_END = 'eu-west-1:111111111111';

function stackHere(): Stack {
  return new Stack(new App(), 'Test', { env: { account: '111111111111', region: 'eu-west-1' } });
}

function pipeline(makeProps: (stack: Stack) => TelemetryPipelineProps = () => ({})): Template {
  const stack = stackHere();
  new TelemetryPipeline(stack, 'Telemetry', makeProps(stack));
  return templateOf(stack);
}

const keysOf = (stack: Stack) => WriteKeys.fromSecret(secretsmanager.Secret.fromSecretCompleteArn(stack, 'Keys', `arn:aws:secretsmanager:${ARN_END}:secret:keys-AbCdEf`));

/** The pipelines whose policies are looked at. */
export const PIPELINES = {
  'the default pipeline': () => pipeline(),

  'a pipeline behind an HTTP API': () => pipeline(() => ({ ingestion: { door: IngestionDoor.httpApi() } })),

  'a pipeline on demand': () => pipeline(() => ({ compute: ProcessorCompute.onDemand({ provisionedConcurrency: 2 }) })),

  'a pipeline on demand in a network, with a customer\'s key': () => pipeline(stack => ({
    encryptionKey: new kms.Key(stack, 'Key'), compute: ProcessorCompute.onDemand({ network: ProcessorNetwork.vpcEndpoints() }),
  })),

  'a pipeline with a customer\'s key': () => pipeline(stack => ({ encryptionKey: new kms.Key(stack, 'Key') })),

  'a pipeline with write keys': () => pipeline(stack => ({ ingestion: { authorization: IngestionAuth.writeKeys(keysOf(stack), { keysInBodies: true }) } })),

  'a pipeline with write keys in a parameter': () => pipeline(stack => ({
    ingestion: {
      authorization: IngestionAuth.writeKeys(WriteKeys.fromParameter(ssm.StringParameter.fromSecureStringParameterAttributes(stack, 'Keys', {
        parameterName: '/telemetry/keys', encryptionKey: kms.Key.fromKeyArn(stack, 'Key', `arn:aws:kms:${ARN_END}:key/k-1`),
      }))),
    },
  })),

  'a pipeline on a bucket that exists': () => pipeline(stack => ({
    archive: {
      bucket: s3.Bucket.fromBucketAttributes(stack, 'Bucket', {
        bucketName: 'own-bucket', encryptionKey: kms.Key.fromKeyArn(stack, 'Key', `arn:aws:kms:${ARN_END}:key/k-1`),
      }),
    },
  })),

  'an endpoint and a processor on a queue that exists': () => {
    const stack = stackHere();
    const queue = sqs.Queue.fromQueueAttributes(stack, 'Queue', { queueArn: `arn:aws:sqs:${ARN_END}:own-queue`, keyArn: `arn:aws:kms:${ARN_END}:key/k-1` });
    new TelemetryIngestionApi(stack, 'TelemetryIngestion', { queue });
    new ManagedInstanceProcessor(stack, 'TelemetryProcessor', { queue, archive: new TelemetryArchive(stack, 'TelemetryArchive') });
    return templateOf(stack);
  },

  'a pipeline with all that asks for more': () => pipeline(stack => ({
    encryptionKey: new kms.Key(stack, 'Key'),
    ingestion: {
      door: IngestionDoor.restApi({ cloudWatchRole: true }),
      authorization: IngestionAuth.writeKeys(WriteKeys.fromSecret(secretsmanager.Secret.fromSecretNameV2(stack, 'Keys', 'keys')), { keysInBodies: true }),
    },
    processor: { tracing: lambda.Tracing.ACTIVE },
  })),
} as const;

/** Name of one of them. */
export type PipelineName = keyof typeof PIPELINES;
