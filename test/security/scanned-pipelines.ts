import { join } from 'node:path';
import { App, Stack } from 'aws-cdk-lib';
import * as acm from 'aws-cdk-lib/aws-certificatemanager';
import * as kms from 'aws-cdk-lib/aws-kms';
import * as route53 from 'aws-cdk-lib/aws-route53';
import * as s3 from 'aws-cdk-lib/aws-s3';
import * as secretsmanager from 'aws-cdk-lib/aws-secretsmanager';
import { IngestionAuth, IngestionDoor, TelemetryPipeline, WriteKeys, type TelemetryPipelineProps } from '../../src';

/** A pipeline that scanners look at. */
export interface ScannedPipeline {
  readonly name: string;
  /** The stack that holds the pipeline, and nothing else. */
  readonly stack: Stack;
  readonly templateFile: string;
}

/** The default, and everything that a reviewer would ask for, behind either kind of door; each in an app of its own. */
export function scannedPipelines(folder: string): ScannedPipeline[] {
  const webAclArn = 'arn:aws:wafv2:eu-west-1:111111111111:regional/webacl/telemetry/1';
  return [
    pipeline('default', folder, () => ({})),
    pipeline('loaded REST API', folder, stack => loaded(stack, IngestionDoor.restApi({ webAclArn }))),
    pipeline('loaded HTTP API', folder, stack => loaded(stack, IngestionDoor.httpApi())),
  ];
}

function pipeline(name: string, folder: string, propsFor: (stack: Stack) => TelemetryPipelineProps): ScannedPipeline {
  const stackName = name.replaceAll(' ', '');
  const app = new App({ outdir: join(folder, stackName) });
  const stack = new Stack(app, stackName);
  new TelemetryPipeline(stack, 'Telemetry', propsFor(stack));
  app.synth();
  return { name, stack, templateFile: join(folder, stackName, `${stackName}.template.json`) };
}

/** A key of the customer's wherever one can be given, write keys, a web ACL, a domain name, pages, and a bucket that was there before. */
function loaded(stack: Stack, door: IngestionDoor): TelemetryPipelineProps {
  const key = kms.Key.fromKeyArn(stack, 'Key', 'arn:aws:kms:eu-west-1:111111111111:key/1');
  const secret = secretsmanager.Secret.fromSecretAttributes(stack, 'WriteKeys', {
    secretCompleteArn: 'arn:aws:secretsmanager:eu-west-1:111111111111:secret:write-keys-AbCdEf', encryptionKey: key,
  });
  return {
    encryptionKey: key,
    ingestion: {
      door,
      authorization: IngestionAuth.writeKeys(WriteKeys.fromSecret(secret), { keysInBodies: true }),
      cors: { allowOrigins: ['https://shop.example.com', 'https://www.example.com'] },
      domain: {
        domainName: 'collect.example.com',
        certificate: acm.Certificate.fromCertificateArn(stack, 'Certificate', 'arn:aws:acm:eu-west-1:111111111111:certificate/1'),
        hostedZone: route53.HostedZone.fromHostedZoneAttributes(stack, 'Zone', { hostedZoneId: 'Z1', zoneName: 'example.com' }),
      },
      fairQueues: true,
    },
    archive: { bucket: s3.Bucket.fromBucketName(stack, 'Bucket', 'data-lake') },
  };
}
