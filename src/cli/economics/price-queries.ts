import type { PriceKey } from '../../economics/prices/price-keys';

/** Where the AWS Price List has a price. */
export interface PriceQuery {
  readonly key: PriceKey;
  readonly service: string;
  /** Attributes by name, besides the region. */
  readonly attributes: Readonly<Record<string, string>>;
  /** End of the usage type, behind the prefix that some regions have. */
  readonly usage?: string;
  /** Whether all regions have the one price, which then stands under none of them. */
  readonly isGlobal?: boolean;
}

const ARCHITECTURES = [['x86_64', ''], ['arm64', '-ARM']] as const;

const LAMBDA = 'AWSLambda';
const EC2 = 'AmazonEC2';
const VPC = 'AmazonVPC';
const S3 = 'AmazonS3';
const CLOUDWATCH = 'AmazonCloudWatch';
const KMS = 'awskms';
const ON_DEMAND_LINUX = { operatingSystem: 'Linux', tenancy: 'Shared', preInstalledSw: 'NA', capacitystatus: 'Used' };

/**
 * What is looked up: everything but Lambda's fee, which is a share of the price of instances and the same everywhere.
 *
 * Usage types of logs, metrics, alarms and dashboards: https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/cloudwatch_billing.html.
 * Lambda's logs are priced as vended logs are.
 */
export function priceQueries(instanceTypes: readonly string[]): PriceQuery[] {
  return [
    query('apigateway.rest.request', 'AmazonApiGateway', { productFamily: 'API Calls' }, 'ApiGatewayRequest'),
    query('apigateway.http.request', 'AmazonApiGateway', { productFamily: 'API Calls' }, 'ApiGatewayHttpRequest'),
    query('sqs.standard.request', 'AWSQueueService', { group: 'SQS-APIRequest-Tier1', queueType: 'Standard' }),
    query('sqs.fair.request', 'AWSQueueService', { group: 'SQS-APIRequest-Tier1', queueType: 'Fair' }),
    query('lambda.request', LAMBDA, { group: 'AWS-Lambda-Requests' }),
    query('lambda.sqs-poller.hour', LAMBDA, { group: 'AWS-Lambda-SQS-Event-Poller-Unit-Duration' }),
    ...ARCHITECTURES.flatMap(([architecture, suffix]) => [
      query(`lambda.${architecture}.gb-second`, LAMBDA, { group: `AWS-Lambda-Duration${suffix}` }),
      query(`lambda.${architecture}.provisioned.gb-second`, LAMBDA, { group: `AWS-Lambda-Provisioned-Concurrency${suffix}` }),
      query(`lambda.${architecture}.provisioned.duration.gb-second`, LAMBDA, { group: `AWS-Lambda-Duration-Provisioned${suffix}` }),
      query(`lambda.${architecture}.storage.gb-second`, LAMBDA, { group: `AWS-Lambda-Storage-Duration${suffix}` }),
    ]),
    query('vpc.endpoint.hour', VPC, { productFamily: 'VpcEndpoint' }, 'VpcEndpoint-Hours'),
    query('vpc.endpoint.gb', VPC, { productFamily: 'VpcEndpoint' }, 'VpcEndpoint-Bytes'),
    query('vpc.nat.hour', EC2, { productFamily: 'NAT Gateway' }, 'NatGateway-Hours'),
    query('vpc.nat.gb', EC2, { productFamily: 'NAT Gateway' }, 'NatGateway-Bytes'),
    query('vpc.address.hour', VPC, {}, 'PublicIPv4:InUseAddress'),
    query('logs.lambda.gb', CLOUDWATCH, { productFamily: 'Data Payload' }, 'VendedLog-Bytes'),
    query('logs.access.gb', CLOUDWATCH, { productFamily: 'Data Payload' }, 'DataProcessing-Bytes'),
    query('logs.storage.gb-month', CLOUDWATCH, {}, 'TimedStorage-ByteHrs'),
    query('metrics.metric-month', CLOUDWATCH, { productFamily: 'Metric' }, 'CW:MetricMonitorUsage'),
    query('metrics.alarm-month', CLOUDWATCH, { productFamily: 'Alarm' }, 'CW:AlarmMonitorUsage'),
    { ...query('metrics.dashboard-month', CLOUDWATCH, { usagetype: 'DashboardsUsageHour' }), isGlobal: true },
    query('s3.put', S3, { group: 'S3-API-Tier1' }, 'Requests-Tier1'),
    query('s3.storage.gb-month', S3, { productFamily: 'Storage', volumeType: 'Standard' }, 'TimedStorage-ByteHrs'),
    query('kms.request', KMS, {}, 'KMS-Requests'),
    query('kms.key-month', KMS, {}, 'KMS-Keys'),
    query('secrets.secret-month', 'AWSSecretsManager', { productFamily: 'Secret' }, 'AWSSecretsManager-Secrets'),
    ...instanceTypes.map(instanceType => query(`ec2.${instanceType}`, EC2, { ...ON_DEMAND_LINUX, instanceType }, `BoxUsage:${instanceType}`)),
  ];
}

function query(key: PriceKey, service: string, attributes: PriceQuery['attributes'], usage?: string): PriceQuery {
  return { key, service, attributes, usage };
}
