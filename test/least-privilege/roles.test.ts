import { rolesIn, text } from './permissions';
import { PipelineName, PIPELINES } from './pipelines';

const ARN_END = 'eu-west-1:111111111111';
const OWN_KEY = `arn:aws:kms:${ARN_END}:key/k-1`;
const SECRET = `arn:aws:secretsmanager:${ARN_END}:secret:keys-AbCdEf`;

const consumes = (queue: string) => `sqs:ReceiveMessage, sqs:ChangeMessageVisibility, sqs:GetQueueUrl, sqs:DeleteMessage, sqs:GetQueueAttributes on ${queue}`;
const writesLog = (group: string) => `logs:CreateLogStream, logs:PutLogEvents on ${group}`;
const readsSecret = (secret: string) => `secretsmanager:GetSecretValue on ${secret}`;
const puts = (bucket: string) => `s3:PutObject on ${bucket}/events/*, ${bucket}/quarantine/*`;
const encryptsDisks = [
  'kms:Decrypt, kms:DescribeKey, kms:GenerateDataKeyWithoutPlaintext, kms:ReEncryptFrom, kms:ReEncryptTo on Key',
  'kms:CreateGrant on Key if {"Bool":{"kms:GrantIsForAWSResource":"true"}}',
];

const door = ['taken by apigateway.amazonaws.com', 'sqs:SendMessage on TelemetryQueue'];
const processor = ['taken by lambda.amazonaws.com', puts('TelemetryArchiveBucket'), writesLog('TelemetryProcessorLogs'), consumes('TelemetryQueue')];
const onDemand = ['taken by lambda.amazonaws.com', puts('TelemetryArchiveBucket'), writesLog('TelemetryOnDemandProcessorLogs'), consumes('TelemetryQueue')];
const operator = ['taken by lambda.amazonaws.com', 'all of arn:aws:iam::aws:policy/AWSLambdaManagedEC2ResourceOperator'];
const authorizer = ['taken by lambda.amazonaws.com', writesLog('TelemetryIngestionAuthorizerLogs')];

const flowLog = (group: string) => [
  'taken by vpc-flow-logs.amazonaws.com if '
    + '{"StringEquals":{"aws:SourceAccount":"111111111111"},"ArnLike":{"aws:SourceArn":"arn:aws:ec2:eu-west-1:111111111111:vpc-flow-log/*"}}',
  `logs:CreateLogStream, logs:PutLogEvents, logs:DescribeLogStreams on ${group}`,
];

const usual = {
  TelemetryIngestionRole: door,
  TelemetryProcessorRole: processor,
  TelemetryProcessorOperatorRole: operator,
  TelemetryProcessorFlowLogRole: flowLog('TelemetryProcessorRejectedConnections'),
};

/** Every role of each pipeline, with all that it may do. */
const ROLES: Record<PipelineName, Record<string, string[]>> = {
  'the default pipeline': usual,

  'a pipeline behind an HTTP API': usual,

  'a pipeline on demand': { TelemetryIngestionRole: door, TelemetryOnDemandProcessorRole: onDemand },

  'a pipeline on demand in a network, with a customer\'s key': {
    TelemetryIngestionRole: [...door, 'kms:GenerateDataKey, kms:Decrypt on Key'],
    TelemetryOnDemandProcessorRole: [
      ...onDemand, 'kms:Decrypt on Key', 'kms:GenerateDataKey on Key', 'all of arn:aws:iam::aws:policy/service-role/AWSLambdaVPCAccessExecutionRole',
    ],
    TelemetryOnDemandProcessorFlowLogRole: flowLog('TelemetryOnDemandProcessorRejectedConnections'),
  },

  'a pipeline with a customer\'s key': {
    ...usual,
    TelemetryIngestionRole: [...door, 'kms:GenerateDataKey, kms:Decrypt on Key'],
    TelemetryProcessorRole: [...processor, 'kms:Decrypt on Key', 'kms:GenerateDataKey on Key'],
    TelemetryProcessorOperatorRole: [...operator, ...encryptsDisks],
  },

  'a pipeline with write keys': {
    ...usual,
    TelemetryIngestionAuthorizerRole: [...authorizer, readsSecret(SECRET)],
    TelemetryProcessorRole: [...processor, readsSecret(SECRET)],
  },

  'a pipeline with write keys in a parameter': {
    ...usual,
    TelemetryIngestionAuthorizerRole: [
      ...authorizer,
      `ssm:DescribeParameters, ssm:GetParameters, ssm:GetParameter, ssm:GetParameterHistory on arn:aws:ssm:${ARN_END}:parameter/telemetry/keys`,
      `kms:Decrypt on ${OWN_KEY}`,
    ],
  },

  'a pipeline on a bucket that exists': {
    ...usual,
    TelemetryProcessorRole: [
      'taken by lambda.amazonaws.com', puts('arn:aws:s3:::own-bucket'), `kms:GenerateDataKey on ${OWN_KEY}`, writesLog('TelemetryProcessorLogs'), consumes('TelemetryQueue'),
    ],
  },

  'an endpoint and a processor on a queue that exists': {
    ...usual,
    TelemetryIngestionRole: ['taken by apigateway.amazonaws.com', `sqs:SendMessage on arn:aws:sqs:${ARN_END}:own-queue`, `kms:GenerateDataKey, kms:Decrypt on ${OWN_KEY}`],
    TelemetryProcessorRole: [
      'taken by lambda.amazonaws.com', puts('TelemetryArchiveBucket'), writesLog('TelemetryProcessorLogs'),
      consumes(`arn:aws:sqs:${ARN_END}:own-queue`), `kms:Decrypt on ${OWN_KEY}`,
    ],
  },

  'a pipeline with all that asks for more': {
    ...usual,
    TelemetryIngestionRole: [...door, 'kms:GenerateDataKey, kms:Decrypt on Key'],
    TelemetryIngestionAuthorizerRole: [...authorizer, readsSecret(`arn:aws:secretsmanager:${ARN_END}:secret:keys-??????`)],
    TelemetryIngestionRestApiCloudWatchRole: [
      'taken by apigateway.amazonaws.com', 'all of arn:aws:iam::aws:policy/service-role/AmazonAPIGatewayPushToCloudWatchLogs',
    ],
    TelemetryProcessorRole: [
      ...processor, 'kms:Decrypt on Key', 'kms:GenerateDataKey on Key', readsSecret(`arn:aws:secretsmanager:${ARN_END}:secret:keys-??????`),
      'xray:PutTraceSegments, xray:PutTelemetryRecords on *',
    ],
    TelemetryProcessorOperatorRole: [...operator, ...encryptsDisks],
  },
};

const cases = Object.entries(ROLES).map(([name, roles]) => ({ name: name as PipelineName, roles }));

test.each(cases)('no role of $name may do more than this', ({ name, roles }) => {
  expect(sorted(rolesIn(PIPELINES[name]()))).toEqual(sorted(roles));
});

test('nobody but the API\'s own authorizer may have the authorizer\'s function run', () => {
  const permissions = Object.values(PIPELINES['a pipeline with write keys']().findResources('AWS::Lambda::Permission')).map(({ Properties }) => Properties);

  expect(permissions).toEqual([expect.objectContaining({ Action: 'lambda:InvokeFunction', Principal: 'apigateway.amazonaws.com' })]);
  expect(text(permissions[0].FunctionName)).toBe('TelemetryIngestionAuthorizerFunction');
  expect(text(permissions[0].SourceArn)).toBe(`arn:aws:execute-api:${ARN_END}:TelemetryIngestionRestApi/authorizers/TelemetryIngestionAuthorizer`);
});

function sorted(roles: Record<string, string[]>): Record<string, string[]> {
  return Object.fromEntries(Object.entries(roles).map(([role, lines]) => [role, [...lines].sort()]));
}
