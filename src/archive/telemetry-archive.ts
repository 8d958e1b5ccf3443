import { Aws, Duration, Names, RemovalPolicy, Stack } from 'aws-cdk-lib';
import * as cloudwatch from 'aws-cdk-lib/aws-cloudwatch';
import * as glue from 'aws-cdk-lib/aws-glue';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as kms from 'aws-cdk-lib/aws-kms';
import * as s3 from 'aws-cdk-lib/aws-s3';
import * as cxapi from 'aws-cdk-lib/cx-api';
import { Construct } from 'constructs';
import { ARCHIVE_RULES } from './archive-rules';
import { addDeduplicatedView, addTable, DEDUPLICATED_VIEW, EVENTS_TABLE, QUARANTINE_TABLE } from './archive-tables';
import { acknowledgeWildcard } from '../private/acknowledge';
import { refuseFarKey, warnOfOtherAccount } from '../private/customer-key';
import { enforce } from '../private/rules';
import { EVENTS_PREFIX, QUARANTINE_PREFIX } from '../wire/archive-layout';

/** What can be set on the archive of a pipeline. */
export interface TelemetryArchiveOptions {
  /**
   * Bucket that takes the events, when there is one already.
   *
   * Nothing of it is changed: encryption, lifecycle and access stay its owner's, and props for those are refused. Of a bucket
   * from elsewhere, `Bucket.fromBucketAttributes({ encryptionKey })` tells the key that the processor must use. The prefixes `events/` and
   * `quarantine/` must belong to the pipeline alone, since one foreign line fails a whole query.
   *
   * @default - a new bucket: private, TLS only, encrypted, access logged
   */
  readonly bucket?: s3.IBucket;

  /**
   * Key that encrypts the new bucket, in the region of the bucket; the processor gets `kms:GenerateDataKey` for it.
   *
   * The bucket of the access log keeps a key that S3 manages, the only kind that S3 documents for access logs.
   *
   * @default - the bucket is encrypted with a key that S3 manages, at no charge
   * @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/UsingKMSEncryption.html
   */
  readonly encryptionKey?: kms.IKey;

  /**
   * When events are deleted, in whole days after they were stored.
   *
   * @default - never
   */
  readonly eventsExpiration?: Duration;

  /**
   * When quarantined bodies are deleted, in whole days after they were stored.
   *
   * @default - never
   */
  readonly quarantineExpiration?: Duration;

  /**
   * Bucket that takes the access log of the new bucket.
   *
   * @default - a new bucket that keeps the log for 90 days
   */
  readonly serverAccessLogsBucket?: s3.IBucket;

  /**
   * Name of the Glue database, as Athena shows it: lower-case letters, digits and underscores.
   *
   * @default - made of the construct's path
   */
  readonly databaseName?: string;

  /**
   * What becomes of the new bucket when the stack is deleted.
   *
   * @default RemovalPolicy.RETAIN
   */
  readonly removalPolicy?: RemovalPolicy;
}

const PROPS_OF_NEW_BUCKET = ['encryptionKey', 'eventsExpiration', 'quarantineExpiration', 'serverAccessLogsBucket', 'removalPolicy'] as const;

/** Properties of a TelemetryArchive. */
export interface TelemetryArchiveProps extends TelemetryArchiveOptions {}

/**
 * Keeps events in S3 as tables that Athena can query.
 *
 * `events` holds one row per event, `quarantine` what could not be read as one, whole and with the reason. Both are
 * partitioned by the time SQS received the request (`dt`, `hour`); partitions are projected, so there is no crawler to
 * run and late events never reopen an old partition. `events_deduplicated` shows each event once.
 *
 * @example
 * const archive = new TelemetryArchive(this, 'Archive', { eventsExpiration: Duration.days(400) });
 */
export class TelemetryArchive extends Construct {
  /** The bucket that holds events and quarantined bodies. */
  public readonly bucket: s3.IBucket;

  /** Name of the Glue database. */
  public readonly databaseName: string;

  /** Name of the table of events. */
  public readonly eventsTableName: string;

  /** Name of the table of quarantined bodies. */
  public readonly quarantineTableName: string;

  /** Name of the view that shows each event once, by `message_id` within the day of receipt. */
  public readonly deduplicatedViewName: string;

  /**
   * Adds an archive.
   *
   * @param scope stack or construct that it becomes a part of
   * @param id its name there; another one makes new resources
   * @param props its bucket, and how long things are kept
   */
  constructor(scope: Construct, id: string, props: TelemetryArchiveProps = {}) {
    super(scope, id);

    this.node.setContext(cxapi.S3_SERVER_ACCESS_LOGS_USE_BUCKET_POLICY, true); // else new buckets get a legacy ACL, depending on the app's flags

    const databaseName = props.databaseName ?? Names.uniqueResourceName(this, { separator: '_', allowedSpecialCharacters: '_', maxLength: 100 }).toLowerCase();
    enforce(this, ARCHIVE_RULES, {
      databaseName,
      eventsExpiration: props.eventsExpiration,
      quarantineExpiration: props.quarantineExpiration,
      ownersProps: props.bucket && PROPS_OF_NEW_BUCKET.filter(name => props[name] !== undefined),
    });
    refuseFarKey(this, props.encryptionKey);

    this.bucket = props.bucket ?? this.createBucket(props);

    const database = new glue.CfnDatabase(this, 'Database', {
      catalogId: Aws.ACCOUNT_ID,
      databaseInput: { name: databaseName, description: `Telemetry in ${this.node.path}` },
    });
    addTable(this, 'Events', { database, name: EVENTS_TABLE, bucketName: this.bucket.bucketName });
    addTable(this, 'Quarantine', { database, name: QUARANTINE_TABLE, bucketName: this.bucket.bucketName });
    addDeduplicatedView(this, 'DeduplicatedEvents', database);

    this.databaseName = database.ref;
    this.eventsTableName = EVENTS_TABLE;
    this.quarantineTableName = QUARANTINE_TABLE;
    this.deduplicatedViewName = DEDUPLICATED_VIEW;
  }

  /**
   * Lets somebody store objects under `events/` and `quarantine/`, and nothing else.
   *
   * The grantee's role gets the permission, not the bucket's policy: a writer that is replaced keeps it until it is deleted.
   *
   * @param grantee who may store
   */
  public grantWrite(grantee: iam.IGrantable): iam.Grant {
    this.bucket.encryptionKey?.grant(grantee, 'kms:GenerateDataKey');
    warnOfOtherAccount(this, this.bucket.encryptionKey, ['kms:GenerateDataKey']);
    const resourceArns = [EVENTS_PREFIX, QUARANTINE_PREFIX].map(prefix => this.bucket.arnForObjects(`${prefix}*`));
    if (Construct.isConstruct(grantee.grantPrincipal)) {
      const role = grantee.grantPrincipal;
      resourceArns.forEach(arn => acknowledgeWildcard(role, arn, 'Each object has a name of its own below the prefix, known only when it is written'));
    }
    return iam.Grant.addToPrincipal({ grantee, actions: ['s3:PutObject'], resourceArns });
  }

  /**
   * Lets somebody read both tables with Athena: their objects, and their definitions in the Glue catalog.
   *
   * @param grantee who may read
   */
  public grantRead(grantee: iam.IGrantable): iam.Grant {
    const stack = Stack.of(this);
    const inCatalog = (resource: string, resourceName?: string) => stack.formatArn({ service: 'glue', resource, resourceName });

    return this.bucket.grantRead(grantee).combine(iam.Grant.addToPrincipal({
      grantee,
      actions: ['glue:GetDatabase', 'glue:GetTable', 'glue:GetTables', 'glue:GetPartition', 'glue:GetPartitions'],
      resourceArns: [inCatalog('catalog'), inCatalog('database', this.databaseName), inCatalog('table', `${this.databaseName}/*`)],
    }));
  }

  /**
   * Bytes that the bucket holds in the storage class Standard; average of a day unless said otherwise, and S3 tells it once a day.
   *
   * @param options what differs: statistic, period, label, region
   */
  public metricBucketSize(options?: cloudwatch.MetricOptions): cloudwatch.Metric {
    return this.storageMetric('BucketSizeBytes', 'StandardStorage', options);
  }

  /**
   * Objects that the bucket holds; average of a day unless said otherwise, and S3 tells it once a day.
   *
   * @param options what differs: statistic, period, label, region
   */
  public metricNumberOfObjects(options?: cloudwatch.MetricOptions): cloudwatch.Metric {
    return this.storageMetric('NumberOfObjects', 'AllStorageTypes', options);
  }

  private storageMetric(metricName: string, storageType: string, options?: cloudwatch.MetricOptions): cloudwatch.Metric {
    return new cloudwatch.Metric({
      namespace: 'AWS/S3',
      metricName,
      dimensionsMap: { BucketName: this.bucket.bucketName, StorageType: storageType },
      period: Duration.days(1),
      ...options,
    }).attachTo(this);
  }

  private createBucket(options: TelemetryArchiveOptions): s3.Bucket {
    const closed = { blockPublicAccess: s3.BlockPublicAccess.BLOCK_ALL, enforceSSL: true };

    return new s3.Bucket(this, 'Bucket', {
      ...closed,
      encryption: options.encryptionKey ? s3.BucketEncryption.KMS : s3.BucketEncryption.S3_MANAGED,
      encryptionKey: options.encryptionKey,
      bucketKeyEnabled: options.encryptionKey ? true : undefined,
      versioned: false, // every object is written once, under a name of its own
      removalPolicy: options.removalPolicy ?? RemovalPolicy.RETAIN,
      serverAccessLogsPrefix: 'archive/',
      serverAccessLogsBucket: options.serverAccessLogsBucket ?? new s3.Bucket(this, 'AccessLogs', {
        ...closed,
        encryption: s3.BucketEncryption.S3_MANAGED,
        lifecycleRules: [{ expiration: Duration.days(90) }],
        removalPolicy: options.removalPolicy ?? RemovalPolicy.RETAIN,
      }),
      lifecycleRules: [
        { abortIncompleteMultipartUploadAfter: Duration.days(7) },
        ...[
          { prefix: EVENTS_PREFIX, expiration: options.eventsExpiration },
          { prefix: QUARANTINE_PREFIX, expiration: options.quarantineExpiration },
        ].filter(({ expiration }) => expiration !== undefined),
      ],
    });
  }
}
