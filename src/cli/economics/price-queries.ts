import type { PriceKey } from '../../economics/prices/price-keys';

/** Where the AWS Price List has a price. */
export interface PriceQuery {
  readonly key: PriceKey;
  readonly service: string;
  /** Attributes by name, besides the region. */
  readonly attributes: Readonly<Record<string, string>>;
  /** End of the usage type, behind the prefix that some regions have. */
  readonly usage?: string;
}

const ARCHITECTURES = [['x86_64', ''], ['arm64', '-ARM']] as const;

const LAMBDA = 'AWSLambda';
const EC2 = 'AmazonEC2';
const VPC = 'AmazonVPC';
const S3 = 'AmazonS3';
const CLOUDWATCH = 'AmazonCloudWatch';
const ON_DEMAND_LINUX = { operatingSystem: 'Linux', tenancy: 'Shared', preInstalledSw: 'NA', capacitystatus: 'Used' };

/** What is looked up; keys, secrets, dashboards, the tiers of Lambda's logs and its fee are not. */
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
    ]),
    query('vpc.endpoint.hour', VPC, { productFamily: 'VpcEndpoint' }, 'VpcEndpoint-Hours'),
    query('vpc.endpoint.gb', VPC, { productFamily: 'VpcEndpoint' }, 'VpcEndpoint-Bytes'),
    query('vpc.nat.hour', EC2, { productFamily: 'NAT Gateway' }, 'NatGateway-Hours'),
    query('vpc.nat.gb', EC2, { productFamily: 'NAT Gateway' }, 'NatGateway-Bytes'),
    query('logs.access.gb', CLOUDWATCH, { productFamily: 'Data Payload' }, 'DataProcessing-Bytes'),
    query('metrics.metric-month', CLOUDWATCH, { productFamily: 'Metric' }, 'CW:MetricMonitorUsage'),
    query('metrics.alarm-month', CLOUDWATCH, { productFamily: 'Alarm' }, 'CW:AlarmMonitorUsage'),
    query('s3.put', S3, { group: 'S3-API-Tier1' }, 'Requests-Tier1'),
    query('s3.storage.gb-month', S3, { productFamily: 'Storage', volumeType: 'Standard' }, 'TimedStorage-ByteHrs'),
    ...instanceTypes.map(instanceType => query(`ec2.${instanceType}`, EC2, { ...ON_DEMAND_LINUX, instanceType }, `BoxUsage:${instanceType}`)),
  ];
}

function query(key: PriceKey, service: string, attributes: PriceQuery['attributes'], usage?: string): PriceQuery {
  return { key, service, attributes, usage };
}
