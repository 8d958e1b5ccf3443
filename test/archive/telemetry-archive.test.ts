import { App, Duration, RemovalPolicy, Stack } from 'aws-cdk-lib';
import { Match } from 'aws-cdk-lib/assertions';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as kms from 'aws-cdk-lib/aws-kms';
import * as s3 from 'aws-cdk-lib/aws-s3';
import { TelemetryArchive, TelemetryArchiveOptions } from '../../src';
import { EVENT_COLUMNS, QUARANTINE_COLUMNS } from '../../src/wire/archive-columns';
import { partitionFolder } from '../../src/wire/archive-layout';
import { stackForTest, templateOf } from '../fixtures/synthesized';

function roleIn(stack: Stack): iam.Role {
  return new iam.Role(stack, 'Role', { assumedBy: new iam.AccountRootPrincipal() });
}

describe('by default', () => {
  const stack = stackForTest();
  const archive = new TelemetryArchive(stack, 'Archive');
  const template = templateOf(stack);

  test('is private, encrypted, open to TLS only, and outlives its stack', () => {
    template.allResources('AWS::S3::Bucket', {
      DeletionPolicy: 'Retain',
      Properties: Match.objectLike({
        PublicAccessBlockConfiguration: { BlockPublicAcls: true, BlockPublicPolicy: true, IgnorePublicAcls: true, RestrictPublicBuckets: true },
        BucketEncryption: Match.anyValue(),
      }),
    });
    template.resourcePropertiesCountIs('AWS::S3::BucketPolicy', {
      PolicyDocument: Match.objectLike({ Statement: Match.arrayWith([Match.objectLike({ Effect: 'Deny', Action: 's3:*' })]) }),
    }, 2);
  });

  test('logs access to it, without a legacy ACL', () => {
    template.hasResourceProperties('AWS::S3::Bucket', { LoggingConfiguration: { LogFilePrefix: 'archive/' } });
    template.allResourcesProperties('AWS::S3::Bucket', { AccessControl: Match.absent() });
  });

  test('never deletes an event', () => {
    template.hasResourceProperties('AWS::S3::Bucket', {
      LifecycleConfiguration: { Rules: [{ AbortIncompleteMultipartUpload: { DaysAfterInitiation: 7 }, Status: 'Enabled' }] },
    });
  });

  test.each([
    { table: 'events', columns: EVENT_COLUMNS },
    { table: 'quarantine', columns: QUARANTINE_COLUMNS },
  ])('shows $table as a table whose partitions are projected by the time of receipt', ({ table, columns }) => {
    template.hasResourceProperties('AWS::Glue::Table', {
      TableInput: {
        Name: table,
        Parameters: Match.objectLike({
          'projection.enabled': 'true',
          'projection.dt.type': 'date',
          'projection.dt.format': 'yyyy-MM-dd',
          'projection.hour.digits': '2',
          'storage.location.template': {
            'Fn::Join': ['', ['s3://', stack.resolve(archive.bucket.bucketName), `/${table}/dt=\${dt}/hour=\${hour}/`]],
          },
        }),
        PartitionKeys: [Match.objectLike({ Name: 'dt' }), Match.objectLike({ Name: 'hour' })],
        StorageDescriptor: Match.objectLike({
          Columns: columns.map(({ name, type }) => Match.objectLike({ Name: name, Type: type })),
          SerdeInfo: { SerializationLibrary: 'org.apache.hive.hcatalog.data.JsonSerDe' },
        }),
      },
    });
  });

  test('has a database of a name that Athena takes without quotes', () => {
    template.hasResourceProperties('AWS::Glue::Database', { DatabaseInput: { Name: Match.stringLikeRegexp('^[a-z][a-z0-9_]+$') } });
  });

  test('offers a view that shows each event once', () => {
    const [view] = Object.values(template.findResources('AWS::Glue::Table', { Properties: { TableInput: { Name: 'events_deduplicated' } } }));
    const [, [start, { 'Fn::Base64': definition }, end]] = view.Properties.TableInput.ViewOriginalText['Fn::Join'];
    const { originalSql, columns } = JSON.parse(definition['Fn::Join'][1].map((part: unknown) => typeof part === 'string' ? part : 'database').join(''));

    expect([start, end]).toEqual(['/* Presto View: ', ' */']);
    expect(columns).toContainEqual({ name: 'message_id', type: 'varchar' });
    expect(columns).toContainEqual({ name: 'received_at', type: 'timestamp' });
    expect(originalSql).toContain('row_number() OVER (PARTITION BY "dt", "message_id"');
    expect(originalSql).toContain('FROM "database"."events"');
  });
});

test('files a row where the projected partition looks for it', () => {
  expect(partitionFolder(new Date('2026-01-02T03:04:05.678Z'))).toBe('dt=2026-01-02/hour=03/');
});

test('lets a processor put objects under its two prefixes and nothing else', () => {
  const stack = stackForTest();
  const archive = new TelemetryArchive(stack, 'Archive');
  const role = roleIn(stack);

  archive.grantWrite(role);

  templateOf(stack).hasResourceProperties('AWS::IAM::Policy', {
    PolicyDocument: Match.objectLike({
      Statement: [{
        Action: 's3:PutObject',
        Effect: 'Allow',
        Resource: ['events/*', 'quarantine/*'].map(prefix => ({ 'Fn::Join': ['', [stack.resolve(archive.bucket.bucketArn), `/${prefix}`]] })),
      }],
    }),
    Roles: [stack.resolve(role.roleName)],
  });
});

test('lets a processor of another stack write without making the stacks depend on each other in a circle', () => {
  const app = new App();
  const archive = new TelemetryArchive(new Stack(app, 'Data'), 'Archive');
  const compute = new Stack(app, 'Compute');

  archive.grantWrite(roleIn(compute));

  templateOf(compute).hasResourceProperties('AWS::IAM::Policy', {
    PolicyDocument: { Statement: [Match.objectLike({ Action: 's3:PutObject', Effect: 'Allow' })] },
  });
});

test('lets its writers use the key of a bucket that exists already, where that is known', () => {
  const stack = stackForTest();
  const encryptionKey = kms.Key.fromKeyArn(stack, 'Key', 'arn:aws:kms:eu-west-1:111111111111:key/k-1');
  const bucket = s3.Bucket.fromBucketAttributes(stack, 'Own', { bucketName: 'own-bucket', encryptionKey });

  new TelemetryArchive(stack, 'Archive', { bucket }).grantWrite(roleIn(stack));

  templateOf(stack).hasResourceProperties('AWS::IAM::Policy', {
    PolicyDocument: { Statement: Match.arrayWith([{ Action: 'kms:GenerateDataKey', Effect: 'Allow', Resource: encryptionKey.keyArn }]) },
  });
});

test('refuses props for what the owner of an existing bucket decides', () => {
  const stack = stackForTest();
  const bucket = s3.Bucket.fromBucketName(stack, 'Own', 'own-bucket');

  expect(() => new TelemetryArchive(stack, 'Archive', { bucket, encryptionKey: new kms.Key(stack, 'Key'), eventsExpiration: Duration.days(30) })).toThrow(
    'what the owner of an existing bucket decides must be left out, got encryptionKey, eventsExpiration [ArchiveExistingBucket]');
});

test('uses a bucket that exists already and changes nothing of it', () => {
  const stack = stackForTest();
  const bucket = s3.Bucket.fromBucketName(stack, 'Own', 'own-bucket');
  const archive = new TelemetryArchive(stack, 'Archive', { bucket });

  archive.grantWrite(roleIn(stack));

  const template = templateOf(stack);
  template.resourceCountIs('AWS::S3::Bucket', 0);
  template.resourceCountIs('AWS::S3::BucketPolicy', 0);
  template.hasResourceProperties('AWS::IAM::Policy', { PolicyDocument: { Statement: [Match.objectLike({ Action: 's3:PutObject' })] } });
  template.hasResourceProperties('AWS::Glue::Table', { TableInput: { StorageDescriptor: { Location: 's3://own-bucket/events/' } } });
});

test('encrypts with a given key, which its writers may then use', () => {
  const stack = stackForTest();
  const encryptionKey = new kms.Key(stack, 'Key');
  const archive = new TelemetryArchive(stack, 'Archive', { encryptionKey });

  archive.grantWrite(roleIn(stack));

  templateOf(stack).hasResourceProperties('AWS::S3::Bucket', {
    BucketEncryption: {
      ServerSideEncryptionConfiguration: [{
        BucketKeyEnabled: true,
        ServerSideEncryptionByDefault: { SSEAlgorithm: 'aws:kms', KMSMasterKeyID: stack.resolve(encryptionKey.keyArn) },
      }],
    },
  });
  templateOf(stack).hasResourceProperties('AWS::IAM::Policy', {
    PolicyDocument: Match.objectLike({ Statement: Match.arrayWith([{ Action: 'kms:GenerateDataKey', Effect: 'Allow', Resource: stack.resolve(encryptionKey.keyArn) }]) }),
  });
});

test('deletes events and quarantined bodies when told to', () => {
  const stack = stackForTest();

  new TelemetryArchive(stack, 'Archive', { eventsExpiration: Duration.days(400), quarantineExpiration: Duration.days(30), removalPolicy: RemovalPolicy.DESTROY });

  templateOf(stack).hasResourceProperties('AWS::S3::Bucket', {
    LifecycleConfiguration: {
      Rules: Match.arrayWith([
        { Prefix: 'events/', ExpirationInDays: 400, Status: 'Enabled' },
        { Prefix: 'quarantine/', ExpirationInDays: 30, Status: 'Enabled' },
      ]),
    },
  });
  templateOf(stack).allResources('AWS::S3::Bucket', { DeletionPolicy: 'Delete' });
});

test('lets somebody query: read objects, and table definitions of this database only', () => {
  const stack = stackForTest();
  const archive = new TelemetryArchive(stack, 'Archive', { databaseName: 'clicks' });

  archive.grantRead(roleIn(stack));

  templateOf(stack).hasResourceProperties('AWS::IAM::Policy', {
    PolicyDocument: {
      Statement: [
        Match.objectLike({ Action: ['s3:GetObject*', 's3:GetBucket*', 's3:List*'] }),
        Match.objectLike({ Action: Match.arrayWith(['glue:GetTable', 'glue:GetPartitions']) }),
      ],
    },
  });
});

const refused: { rule: string; refuses: string; options: TelemetryArchiveOptions; message: string }[] = [
  {
    rule: 'ArchiveDatabaseName',
    refuses: 'upper case',
    options: { databaseName: 'Clicks' },
    message: 'databaseName must be 1 to 255 lower-case letters, digits and underscores, got \'Clicks\'',
  },
  {
    rule: 'ArchiveExpiration',
    refuses: 'part of a day',
    options: { eventsExpiration: Duration.hours(36) },
    message: 'eventsExpiration and quarantineExpiration must be whole days, at least 1, got 1 day 12 hours and never',
  },
  {
    rule: 'ArchiveExpiration',
    refuses: 'no day at all',
    options: { quarantineExpiration: Duration.days(0) },
    message: 'eventsExpiration and quarantineExpiration must be whole days, at least 1, got never and 0 days',
  },
];

test.each(refused)('$rule refuses $refuses', ({ rule, options, message }) => {
  expect(() => new TelemetryArchive(stackForTest(), 'Archive', options)).toThrow(`Test/Archive cannot be deployed:\n  - ${message} [${rule}]`);
});
