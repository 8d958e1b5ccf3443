import { Aws, Fn, Stack } from 'aws-cdk-lib';
import * as glue from 'aws-cdk-lib/aws-glue';
import { Construct } from 'constructs';
import { Column, EVENT_COLUMNS, QUARANTINE_COLUMNS } from '../wire/archive-columns';
import { EVENTS_PREFIX, PARTITION_DATE, PARTITION_HOUR, QUARANTINE_PREFIX } from '../wire/archive-layout';

/** Names of what Athena sees in the database. */
export const EVENTS_TABLE = 'events';
export const QUARANTINE_TABLE = 'quarantine';
export const DEDUPLICATED_VIEW = 'events_deduplicated';

const PARTITION_KEYS = [
  { name: PARTITION_DATE, type: 'string', comment: 'Day on which SQS received the request, UTC' },
  { name: PARTITION_HOUR, type: 'string', comment: 'Hour in which SQS received the request, 00 to 23, UTC' },
];

/**
 * One row for each `message_id` of a day.
 *
 * By day, because Athena then reads only the days that a query names; a window over `message_id` alone would read the
 * whole archive each time. Copies that SQS or the processor makes always carry the same received time.
 */
export function deduplicatedSql(database: string): string {
  const columns = [...EVENT_COLUMNS, ...PARTITION_KEYS].map(({ name }) => `"${name}"`).join(', ');
  const newestFirst = `PARTITION BY "${PARTITION_DATE}", "message_id" ORDER BY "received_at", "ingest_id"`;
  return `SELECT ${columns} FROM (SELECT *, row_number() OVER (${newestFirst}) AS "copy" FROM "${database}"."${EVENTS_TABLE}") WHERE "copy" = 1`;
}

/** Adds a table of NDJSON objects, partitioned by received time without a crawler. */
export function addTable(scope: Construct, id: string, props: {
  readonly database: glue.CfnDatabase;
  readonly name: typeof EVENTS_TABLE | typeof QUARANTINE_TABLE;
  readonly bucketName: string;
}): glue.CfnTable {
  const [prefix, columns, description] = props.name === EVENTS_TABLE
    ? [EVENTS_PREFIX, EVENT_COLUMNS, 'Telemetry events, as they were received; copies of a redelivered event carry the same message_id'] as const
    : [QUARANTINE_PREFIX, QUARANTINE_COLUMNS, 'What could not be read as an event, whole, with the reason'] as const;
  const location = `s3://${props.bucketName}/${prefix}`;

  return new glue.CfnTable(scope, id, {
    catalogId: Aws.ACCOUNT_ID,
    databaseName: props.database.ref,
    tableInput: {
      name: props.name,
      description,
      tableType: 'EXTERNAL_TABLE',
      parameters: {
        'classification': 'json',
        'compressionType': 'gzip',
        'EXTERNAL': 'TRUE',
        'projection.enabled': 'true',
        [`projection.${PARTITION_DATE}.type`]: 'date',
        [`projection.${PARTITION_DATE}.format`]: 'yyyy-MM-dd',
        [`projection.${PARTITION_DATE}.range`]: '2026-01-01,NOW+1DAYS',
        [`projection.${PARTITION_DATE}.interval`]: '1',
        [`projection.${PARTITION_DATE}.interval.unit`]: 'DAYS',
        [`projection.${PARTITION_HOUR}.type`]: 'integer',
        [`projection.${PARTITION_HOUR}.range`]: '0,23',
        [`projection.${PARTITION_HOUR}.digits`]: '2',
        'storage.location.template': `${location}${PARTITION_DATE}=\${${PARTITION_DATE}}/${PARTITION_HOUR}=\${${PARTITION_HOUR}}/`,
      },
      partitionKeys: PARTITION_KEYS,
      storageDescriptor: {
        columns: columns.map(({ name, type, comment }: Column) => ({ name, type, comment })),
        location,
        inputFormat: 'org.apache.hadoop.mapred.TextInputFormat',
        outputFormat: 'org.apache.hadoop.hive.ql.io.HiveIgnoreKeyTextOutputFormat',
        serdeInfo: { serializationLibrary: 'org.apache.hive.hcatalog.data.JsonSerDe' },
      },
    },
  });
}

/** Adds the view that shows each event once. */
export function addDeduplicatedView(scope: Construct, id: string, database: glue.CfnDatabase): glue.CfnTable {
  const columns = [...EVENT_COLUMNS, ...PARTITION_KEYS];
  const athenaType = (type: string) => type === 'string' ? 'varchar' : type;

  // Athena keeps a view as base64 of this JSON in the comment of a table without storage.
  const definition = Stack.of(scope).toJsonString({
    originalSql: deduplicatedSql(database.ref),
    catalog: 'awsdatacatalog',
    schema: database.ref,
    columns: columns.map(({ name, type }) => ({ name, type: athenaType(type) })),
  });

  return new glue.CfnTable(scope, id, {
    catalogId: Aws.ACCOUNT_ID,
    databaseName: database.ref,
    tableInput: {
      name: DEDUPLICATED_VIEW,
      description: 'Each event once, by message_id within the day of receipt',
      tableType: 'VIRTUAL_VIEW',
      parameters: { presto_view: 'true', comment: 'Presto View' },
      viewOriginalText: Fn.join('', ['/* Presto View: ', Fn.base64(definition), ' */']),
      viewExpandedText: '/* Presto View */',
      partitionKeys: [],
      storageDescriptor: {
        columns: columns.map(({ name, type, comment }) => ({ name, type, comment })),
        location: '',
        serdeInfo: {},
      },
    },
  });
}
