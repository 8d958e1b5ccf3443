import { Annotations, App, Stack } from 'aws-cdk-lib';
import { Annotations as Printed, Match, Template } from 'aws-cdk-lib/assertions';
import * as apigateway from 'aws-cdk-lib/aws-apigateway';
import * as kms from 'aws-cdk-lib/aws-kms';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import * as s3 from 'aws-cdk-lib/aws-s3';
import * as secretsmanager from 'aws-cdk-lib/aws-secretsmanager';
import { IngestionAuth, IngestionDoor, TelemetryPipeline, TelemetryPipelineProps, WriteKeys } from '../src';
import { templateOf, warningsOf } from './fixtures/synthesized';

const HERE = { account: '111111111111', region: 'eu-west-1' };
const stackHere = (app = new App(), id = 'Test') => new Stack(app, id, { env: HERE });
const keyFrom = (stack: Stack, account: string, region = HERE.region) => kms.Key.fromKeyArn(stack, 'Key', `arn:aws:kms:${region}:${account}:key/k-1`);

interface AtRest {
  readonly what: string;
  readonly key: unknown;
}

/** What keeps data, with the property that names the key which encrypts it. */
const KEY_PROPERTIES: ReadonlyMap<string, string> = new Map([
  ['AWS::SQS::Queue', 'KmsMasterKeyId'],
  ['AWS::S3::Bucket', 'KMSMasterKeyID'],
  ['AWS::Logs::LogGroup', 'KmsKeyId'],
  ['AWS::Lambda::Function', 'KmsKeyArn'],
  ['AWS::Lambda::CapacityProvider', 'KmsKeyArn'],
]);

/** Everything in a template that keeps data. */
function atRest(template: Template): AtRest[] {
  return [...KEY_PROPERTIES].flatMap(([type, name]) => Object.entries(template.findResources(type))
    .map(([id, { Properties: properties }]) => ({ what: `${type} ${id.replace(/[0-9A-F]{8}$/, '')}`, key: memberIn(properties, name) })));
}

/** The member of that name, however deep. */
function memberIn(value: unknown, name: string): unknown {
  if (typeof value !== 'object' || value === null) {
    return undefined;
  }
  return Object.entries(value).map(([member, inner]) => member === name ? inner : memberIn(inner, name)).find(found => found !== undefined);
}

function pipelineIn(stack: Stack, props: TelemetryPipelineProps) {
  new TelemetryPipeline(stack, 'Telemetry', props);
  return templateOf(stack);
}

const writeKeysIn = (stack: Stack) => IngestionAuth.writeKeys(WriteKeys.fromSecret(secretsmanager.Secret.fromSecretCompleteArn(
  stack, 'Keys', 'arn:aws:secretsmanager:eu-west-1:111111111111:secret:keys-AbCdEf',
)));

test.each([
  { name: 'a REST API', door: IngestionDoor.restApi(), logGroups: 6 },
  { name: 'an HTTP API', door: IngestionDoor.httpApi(), logGroups: 5 },
])('one key encrypts all that a pipeline behind $name keeps, but the access log of the bucket and the names in the authorizer\'s variables', ({ door, logGroups }) => {
  const stack = stackHere();
  const encryptionKey = new kms.Key(stack, 'Key');

  const kept = atRest(pipelineIn(stack, { encryptionKey, ingestion: { door, authorization: writeKeysIn(stack) } }));

  const key = stack.resolve(encryptionKey.keyArn);
  expect(kept.filter(it => JSON.stringify(it.key) !== JSON.stringify(key)).map(({ what }) => what).sort()).toEqual([
    'AWS::Lambda::Function TelemetryIngestionAuthorizerFunction', 'AWS::S3::Bucket TelemetryArchiveAccessLogs',
  ]);
  expect(kept.filter(({ what }) => what.startsWith('AWS::Logs'))).toHaveLength(logGroups);
  expect(kept.filter(({ what }) => what.startsWith('AWS::SQS'))).toHaveLength(2);
  expect(warningsOf(stack)).toEqual([]);
});

test('a stage that has a key uses that one', () => {
  const stack = stackHere();
  const [encryptionKey, queueKey, bucketKey, doorKey, diskKey, variablesKey, logsKey] = ['A', 'B', 'C', 'D', 'E', 'F', 'G'].map(id => new kms.Key(stack, id));

  const kept = atRest(pipelineIn(stack, {
    encryptionKey,
    ingestion: { logEncryptionKey: doorKey },
    queue: { encryptionKey: queueKey },
    archive: { encryptionKey: bucketKey },
    processor: { kmsKey: diskKey, environmentEncryption: variablesKey, logEncryptionKey: logsKey },
  }));

  const used = kept.map(({ key }) => JSON.stringify(key));
  expect(used).not.toContain(JSON.stringify(stack.resolve(encryptionKey.keyArn)));
  for (const { keyArn } of [queueKey, bucketKey, doorKey, diskKey, variablesKey, logsKey]) {
    expect(used).toContain(JSON.stringify(stack.resolve(keyArn)));
  }
});

test('a key of the app lets CloudWatch Logs use it for log groups of its account and region, and leaves the rest to the roles\' policies', () => {
  const stack = stackHere();

  const template = pipelineIn(stack, { encryptionKey: new kms.Key(stack, 'Key') });

  template.hasResourceProperties('AWS::KMS::Key', {
    KeyPolicy: {
      Statement: [
        Match.objectLike({ Action: 'kms:*', Principal: { AWS: { 'Fn::Join': ['', ['arn:', { Ref: 'AWS::Partition' }, ':iam::111111111111:root']] } } }),
        {
          Effect: 'Allow',
          Principal: { Service: 'logs.eu-west-1.amazonaws.com' },
          Action: ['kms:Encrypt*', 'kms:Decrypt*', 'kms:ReEncrypt*', 'kms:GenerateDataKey*', 'kms:Describe*'],
          Resource: '*',
          Condition: {
            ArnLike: {
              'kms:EncryptionContext:aws:logs:arn': { 'Fn::Join': ['', ['arn:', { Ref: 'AWS::Partition' }, ':logs:eu-west-1:111111111111:log-group:*']] },
            },
          },
        },
      ],
    },
  });
});

test('a key of another stack of the app does as well', () => {
  const app = new App();
  const encryptionKey = new kms.Key(stackHere(app, 'Keys'), 'Key');

  const template = pipelineIn(stackHere(app), { encryptionKey });

  expect(() => app.synth()).not.toThrow();
  template.hasResourceProperties('AWS::SQS::Queue', { KmsMasterKeyId: { 'Fn::ImportValue': Match.anyValue() } });
});

test('what is there already keeps its own key', () => {
  const stack = stackHere();
  const encryptionKey = new kms.Key(stack, 'Key');
  const api = new apigateway.RestApi(stack, 'Api', { cloudWatchRole: false });

  const kept = atRest(pipelineIn(stack, {
    encryptionKey,
    ingestion: { door: IngestionDoor.restApi({ restApi: api }), authorization: writeKeysIn(stack) },
    archive: { bucket: s3.Bucket.fromBucketName(stack, 'Bucket', 'own-bucket') },
    processor: {
      capacityProvider: lambda.CapacityProvider.fromCapacityProviderArn(stack, 'Provider', 'arn:aws:lambda:eu-west-1:111111111111:capacity-provider:shared'),
    },
  }));

  expect(kept.map(({ what, key }) => `${what}: ${key === undefined ? 'none' : 'ours'}`).sort()).toEqual([
    'AWS::Lambda::Function TelemetryIngestionAuthorizerFunction: none',
    'AWS::Lambda::Function TelemetryProcessorFunction: ours',
    'AWS::Logs::LogGroup TelemetryIngestionAuthorizerLogs: ours',
    'AWS::Logs::LogGroup TelemetryProcessorLogs: ours',
    'AWS::SQS::Queue TelemetryQueue: ours',
    'AWS::SQS::Queue TelemetryQueueDeadLetterQueue: ours',
  ]);
});

test('an API that is there already and asks no function of ours has no logs to encrypt', () => {
  const stack = stackHere();
  const door = IngestionDoor.restApi({ restApi: new apigateway.RestApi(stack, 'Api', { cloudWatchRole: false }) });

  expect(() => pipelineIn(stack, { encryptionKey: new kms.Key(stack, 'Key'), ingestion: { door } })).not.toThrow();
});

describe('a key from elsewhere', () => {
  const forLogs = '{"Effect":"Allow","Principal":{"Service":"logs.eu-west-1.amazonaws.com"},'
    + '"Action":["kms:Encrypt*","kms:Decrypt*","kms:ReEncrypt*","kms:GenerateDataKey*","kms:Describe*"],"Resource":"*",'
    + '"Condition":{"ArnLike":{"kms:EncryptionContext:aws:logs:arn":"arn:aws:logs:eu-west-1:111111111111:log-group:*"}}}';
  const forRoles = (...actions: string[]) => `{"Effect":"Allow","Principal":{"AWS":"arn:aws:iam::111111111111:root"},"Action":${JSON.stringify(actions)},"Resource":"*"}`;

  /** Which construct warns of which rule, and the statement that it wants. */
  function wanted(stack: Stack) {
    return Printed.fromStack(stack).findWarning('*', Match.anyValue()).map(({ id, entry }) => {
      const [, statement, rule] = /its owner must add (.+) \[ack: cdk-telemetry-pipeline:(\w+)\]/.exec(String(entry.data))!;
      return { at: id, rule, statement };
    });
  }

  test('of the same account needs a statement for CloudWatch Logs, which each construct with logs tells once', () => {
    const stack = stackHere();

    pipelineIn(stack, { encryptionKey: keyFrom(stack, HERE.account) });

    expect(wanted(stack)).toEqual([
      { at: '/Test/Telemetry/Ingestion', rule: 'KeyOfLogs', statement: forLogs },
      { at: '/Test/Telemetry/Processor', rule: 'KeyOfLogs', statement: forLogs },
    ]);
  });

  test('shows where account and region are to be filled in, when the stack does not know them', () => {
    const stack = new Stack(new App(), 'Test');

    pipelineIn(stack, { ingestion: { logEncryptionKey: keyFrom(stack, HERE.account) } });

    expect(wanted(stack)).toEqual([{
      at: '/Test/Telemetry/Ingestion',
      rule: 'KeyOfLogs',
      statement: forLogs.replace(/eu-west-1/g, '<region>').replace('111111111111', '<account>'),
    }]);
  });

  test('of another account needs one for each way in which its roles use the key, too', () => {
    const stack = stackHere();

    pipelineIn(stack, { encryptionKey: keyFrom(stack, '222222222222') });

    expect(wanted(stack).filter(({ rule }) => rule === 'KeyOfOtherAccount')).toEqual([
      { at: '/Test/Telemetry/Ingestion', rule: 'KeyOfOtherAccount', statement: forRoles('kms:GenerateDataKey', 'kms:Decrypt') },
      { at: '/Test/Telemetry/Archive', rule: 'KeyOfOtherAccount', statement: forRoles('kms:GenerateDataKey') },
      {
        at: '/Test/Telemetry/Processor',
        rule: 'KeyOfOtherAccount',
        statement: forRoles('kms:Decrypt', 'kms:DescribeKey', 'kms:GenerateDataKeyWithoutPlaintext', 'kms:ReEncryptFrom', 'kms:ReEncryptTo', 'kms:CreateGrant'),
      },
      { at: '/Test/Telemetry/Processor', rule: 'KeyOfOtherAccount', statement: forRoles('kms:Decrypt') },
    ]);
  });

  test('is spoken of no more when its owner has added the statements', () => {
    const stack = stackHere();

    const pipeline = new TelemetryPipeline(stack, 'Telemetry', { encryptionKey: keyFrom(stack, '222222222222') });
    for (const rule of ['KeyOfLogs', 'KeyOfOtherAccount']) {
      Annotations.of(pipeline).acknowledgeWarning(`cdk-telemetry-pipeline:${rule}`);
    }

    expect(warningsOf(stack)).toEqual([]);
  });

  test('encrypts queues and bucket without a word, since it leaves it to the roles\' policies who may use it', () => {
    const stack = stackHere();
    const key = keyFrom(stack, HERE.account);

    pipelineIn(stack, { queue: { encryptionKey: key }, archive: { encryptionKey: key }, processor: { kmsKey: key, environmentEncryption: key } });

    expect(warningsOf(stack)).toEqual([]);
  });

  test.each([
    { at: 'Queue', props: (key: kms.IKey): TelemetryPipelineProps => ({ queue: { encryptionKey: key } }) },
    { at: 'Archive', props: (key: kms.IKey): TelemetryPipelineProps => ({ archive: { encryptionKey: key } }) },
    { at: 'Ingestion', props: (key: kms.IKey): TelemetryPipelineProps => ({ ingestion: { logEncryptionKey: key } }) },
    { at: 'Processor', props: (key: kms.IKey): TelemetryPipelineProps => ({ processor: { logEncryptionKey: key } }) },
    { at: 'Processor', props: (key: kms.IKey): TelemetryPipelineProps => ({ processor: { kmsKey: key } }) },
    { at: 'Processor', props: (key: kms.IKey): TelemetryPipelineProps => ({ processor: { environmentEncryption: key } }) },
  ])('of another region is refused at $at', ({ at, props }) => {
    const stack = stackHere();
    const message = `Test/Telemetry/${at} cannot be deployed:\n  - an encryption key must lie in the region of what it encrypts, got one in us-east-1 [KeyRegion]`;

    expect(() => pipelineIn(stack, props(keyFrom(stack, HERE.account, 'us-east-1')))).toThrow(message);
  });

  test('of a region that is known only at deployment is let through', () => {
    const stack = new Stack(new App(), 'Test');

    expect(() => pipelineIn(stack, { queue: { encryptionKey: keyFrom(stack, HERE.account, 'us-east-1') } })).not.toThrow();
  });
});
