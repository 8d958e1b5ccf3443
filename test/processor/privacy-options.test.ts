import { App, Duration, SecretValue, Stack } from 'aws-cdk-lib';
import { Annotations, Match, Template } from 'aws-cdk-lib/assertions';
import * as sqs from 'aws-cdk-lib/aws-sqs';
import { IpPrivacy, ManagedInstanceProcessor, PrivacyOptions, TelemetryArchive } from '../../src';
import { PRIVACY_ENVIRONMENT } from '../../src/wire/privacy-settings';

const KEY = SecretValue.secretsManager('telemetry/hash-key');

function processor(privacy: PrivacyOptions): Stack {
  const stack = new Stack(new App(), 'Stack');
  const queue = new sqs.Queue(stack, 'Queue', { visibilityTimeout: Duration.minutes(10) });
  new ManagedInstanceProcessor(stack, 'Processor', { queue, archive: new TelemetryArchive(stack, 'Archive'), privacy });
  return stack;
}

test('tells the handler what is personal, with a key that the template does not hold', () => {
  const stack = processor({ ip: IpPrivacy.ANONYMIZE, dropFields: ['traits.phone'], hashFields: ['userId'], hashKey: KEY, quarantineRaw: false });

  Template.fromStack(stack).hasResourceProperties('AWS::Lambda::Function', {
    Environment: {
      Variables: Match.objectLike({
        [PRIVACY_ENVIRONMENT.ip]: 'anonymize',
        [PRIVACY_ENVIRONMENT.dropFields]: '["traits.phone"]',
        [PRIVACY_ENVIRONMENT.hashFields]: '["userId"]',
        [PRIVACY_ENVIRONMENT.hashKey]: '{{resolve:secretsmanager:telemetry/hash-key:SecretString:::}}',
        [PRIVACY_ENVIRONMENT.quarantineRaw]: 'omit',
      }),
    },
  });
  Annotations.fromStack(stack).hasNoWarning('*', Match.stringLikeRegexp('hashKey'));
});

test('warns of a hash without a key', () => {
  Annotations.fromStack(processor({ hashFields: ['traits.email'] })).hasWarning('*', Match.stringLikeRegexp('hashKey must be set for hashFields, got none for 1'));
});

test('fails for paths that cannot be told apart from what rows need', () => {
  expect(() => processor({ dropFields: ['messageId', 'traits.email'], hashFields: ['traits.email', 'context'] }))
    .toThrow('got messageId, which rows need as it is; traits.email to be both dropped and hashed; context, an object, to be hashed as a whole [HandlerPrivacyPaths]');
});
