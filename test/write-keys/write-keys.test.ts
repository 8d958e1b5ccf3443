import { App, Stack } from 'aws-cdk-lib';
import { Match } from 'aws-cdk-lib/assertions';
import * as kms from 'aws-cdk-lib/aws-kms';
import * as secretsmanager from 'aws-cdk-lib/aws-secretsmanager';
import { IngestionAuth, TelemetryPipeline, WriteKeys } from '../../src';
import { templateOf, warningsOf } from '../fixtures/synthesized';

const HERE = { account: '111111111111', region: 'eu-west-1' };

/** A pipeline whose authorizer and processor read a secret. */
function pipelineThatReads(secret: secretsmanager.ISecret, stack: Stack, encryptionKey?: kms.IKey) {
  new TelemetryPipeline(stack, 'Telemetry', {
    encryptionKey, ingestion: { authorization: IngestionAuth.writeKeys(WriteKeys.fromSecret(secret), { keysInBodies: true }) },
  });
  return templateOf(stack);
}

const decrypts = (key: unknown) => ({
  Action: 'kms:Decrypt', Effect: 'Allow', Resource: key, Condition: { StringEquals: { 'kms:ViaService': 'secretsmanager.eu-west-1.amazonaws.com' } },
});

test('a secret that is encrypted with a key of one\'s own may be decrypted through Secrets Manager alone', () => {
  const stack = new Stack(new App(), 'Test', { env: HERE });
  const key = new kms.Key(stack, 'Key');

  const template = pipelineThatReads(new secretsmanager.Secret(stack, 'Keys', { encryptionKey: key }), stack);

  for (const role of ['IngestionAuthorizerRole', 'ProcessorRole']) {
    template.hasResourceProperties('AWS::IAM::Policy', {
      Roles: [{ Ref: Match.stringLikeRegexp(role) }], PolicyDocument: { Statement: Match.arrayWith([decrypts(stack.resolve(key.keyArn))]) },
    });
  }
});

test('a key from elsewhere, whose policy nobody here can change, is decrypted with by the policies of the readers', () => {
  const stack = new Stack(new App(), 'Test', { env: HERE });
  const keyArn = 'arn:aws:kms:eu-west-1:111111111111:key/k-1';

  const template = pipelineThatReads(new secretsmanager.Secret(stack, 'Keys', { encryptionKey: kms.Key.fromKeyArn(stack, 'Key', keyArn) }), stack);

  template.resourcePropertiesCountIs('AWS::IAM::Policy', { PolicyDocument: { Statement: Match.arrayWith([decrypts(keyArn)]) } }, 2);
});

test('secret and key may lie in another stack, and the key may be the pipeline\'s, too', () => {
  const app = new App();
  const others = new Stack(app, 'Keys', { env: HERE });
  const stack = new Stack(app, 'Test', { env: HERE });
  const key = new kms.Key(others, 'Key');

  pipelineThatReads(new secretsmanager.Secret(others, 'Secret', { encryptionKey: key }), stack, key);

  expect(() => app.synth()).not.toThrow();
});

test('a secret\'s key of another account must let the readers in, which a warning tells', () => {
  const stack = new Stack(new App(), 'Test', { env: HERE });
  const secret = secretsmanager.Secret.fromSecretAttributes(stack, 'Keys', {
    secretCompleteArn: 'arn:aws:secretsmanager:eu-west-1:222222222222:secret:keys-AbCdEf',
    encryptionKey: kms.Key.fromKeyArn(stack, 'Key', 'arn:aws:kms:eu-west-1:222222222222:key/k-1'),
  });

  pipelineThatReads(secret, stack);

  expect(warningsOf(stack)).toEqual(Array(2).fill(expect.stringContaining('[ack: cdk-telemetry-pipeline:KeyOfOtherAccount]')));
});
