import { Permission, permissionsIn, shown } from './permissions';
import { PIPELINES } from './pipelines';

/** All that is allowed with a wildcard, or by a policy of AWS, in any of the pipelines. */
const WILDCARDS: readonly { readonly allows: string; readonly reason: string }[] = [
  {
    allows: 's3:PutObject on TelemetryArchiveBucket/events/*, TelemetryArchiveBucket/quarantine/*',
    reason: 'each object has a name of its own, under one of the two prefixes',
  },
  {
    allows: 's3:PutObject on arn:aws:s3:::own-bucket/events/*, arn:aws:s3:::own-bucket/quarantine/*',
    reason: 'each object has a name of its own, under one of the two prefixes',
  },
  {
    allows: 's3:PutObject on TelemetryArchiveAccessLogs/archive/* if '
      + '{"ArnLike":{"aws:SourceArn":"TelemetryArchiveBucket"},"StringEquals":{"aws:SourceAccount":"111111111111"}}',
    reason: 'S3 names the objects of an access log itself, under the prefix',
  },
  {
    allows: 'all of arn:aws:iam::aws:policy/AWSLambdaManagedEC2ResourceOperator',
    reason: 'AWS maintains it together with managed instances, whose ids nobody knows before',
  },
  {
    allows: 'all of arn:aws:iam::aws:policy/service-role/AmazonAPIGatewayPushToCloudWatchLogs',
    reason: 'cloudWatchRole is one setting of the account, for the logs of all its APIs',
  },
  {
    allows: 'all of arn:aws:iam::aws:policy/service-role/AWSLambdaVPCAccessExecutionRole',
    reason: 'Lambda opens network interfaces with the role of an ordinary function, whose ids nobody knows before',
  },
  { allows: 'xray:PutTraceSegments, xray:PutTelemetryRecords on *', reason: 'X-Ray knows no resources for these' },
  {
    allows: 'secretsmanager:GetSecretValue on arn:aws:secretsmanager:eu-west-1:111111111111:secret:keys-??????',
    reason: 'Secrets Manager adds six characters to the name, and this secret is known by its name alone',
  },
  { allows: 'kms:* on *', reason: 'the statement of each key that leaves it to the policies of the account; in the policy of a key, * is the key' },
  {
    allows: 'kms:Encrypt*, kms:Decrypt*, kms:ReEncrypt*, kms:GenerateDataKey*, kms:Describe* on * if '
      + '{"ArnLike":{"kms:EncryptionContext:aws:logs:arn":"arn:aws:logs:eu-west-1:111111111111:log-group:*"}}',
    reason: 'what CloudWatch Logs asks for, for log groups of the account and region; in the policy of a key, * is the key',
  },
];

function isWide({ actions, resources }: Permission): boolean {
  return [...actions, ...resources].some(it => /[*?]|^all of /.test(it));
}

test('nothing is allowed with a wildcard but what AWS demands', () => {
  const wide = Object.values(PIPELINES).flatMap(synthesize => permissionsIn(synthesize())).filter(isWide).map(shown);

  expect([...new Set(wide)].sort()).toEqual(WILDCARDS.map(({ allows }) => allows).sort());
});
