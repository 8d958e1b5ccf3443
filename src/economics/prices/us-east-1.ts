import { sizesOf } from './instance-types';
import type { Confidence, PriceBand, PriceRow, PriceTable } from './price-table';

const LAMBDA = 'https://aws.amazon.com/lambda/pricing/';
const LAMBDA_LIST = 'AWS Price List, AWSLambda, 2026-09-19';
const TIERED_LOGS = 'https://aws.amazon.com/blogs/compute/aws-lambda-introduces-tiered-pricing-for-amazon-cloudwatch-logs-and-additional-logging-destinations/';

const MILLION = 1e6;
const BILLION = 1e9;
const TERABYTE = 1_024; // of GB

function price(usd: number, confidence: Confidence, source: string): PriceRow {
  return banded([{ usd }], confidence, source);
}

function banded(bands: readonly PriceBand[], confidence: Confidence, source: string): PriceRow {
  return { bands, confidence, source };
}

function instances(family: string, usdOfLarge: number, confidence: Confidence, source: string): Record<string, PriceRow> {
  return Object.fromEntries(sizesOf(family, usdOfLarge).map(([type, usd]) => [`ec2.${type}`, price(usd, confidence, source)]));
}

/** What a pipeline costs in US East (N. Virginia), without free tiers and discounts. */
export const US_EAST_1: PriceTable = {
  region: 'us-east-1',
  asOf: '2026-11-25',
  rows: {
    'apigateway.rest.request': banded(
      [
        { usd: 3.5 / MILLION, upTo: 333 * MILLION }, { usd: 2.8 / MILLION, upTo: BILLION },
        { usd: 2.38 / MILLION, upTo: 20 * BILLION }, { usd: 1.51 / MILLION },
      ],
      'medium', 'https://aws.amazon.com/api-gateway/pricing/; first band from the AWS Price List, the others from pages that agree',
    ),
    'apigateway.http.request': banded(
      [{ usd: 1 / MILLION, upTo: 300 * MILLION }, { usd: 0.9 / MILLION }], 'high', 'AWS Price List, AmazonApiGateway, 2026-10-08; 512 KB a request',
    ),
    'sqs.standard.request': banded(
      [{ usd: 0.4 / MILLION, upTo: 100 * BILLION }, { usd: 0.3 / MILLION, upTo: 200 * BILLION }, { usd: 0.24 / MILLION }],
      'high', 'AWS Price List, AWSQueueService, 2026-10-08; 64 KB a request',
    ),
    'sqs.fair.request': price(0.1 / MILLION, 'high', 'AWS Price List, AWSQueueService, 2026-10-08; on top of the standard price'),
    'lambda.request': price(0.2 / MILLION, 'high', LAMBDA),
    'lambda.sqs-poller.hour': price(0.00925, 'high', LAMBDA),
    'lambda.instance-fee': price(0.15, 'high', `${LAMBDA}; part of the on-demand price, to which no discount applies`),
    'lambda.arm64.gb-second': banded(
      [{ usd: 0.0000133334, upTo: 7.5 * BILLION }, { usd: 0.0000120001, upTo: 18.75 * BILLION }, { usd: 0.0000106667 }], 'high', LAMBDA_LIST,
    ),
    'lambda.arm64.provisioned.gb-second': price(0.0000033334, 'high', LAMBDA_LIST),
    'lambda.arm64.provisioned.duration.gb-second': price(0.0000077778, 'high', LAMBDA_LIST),
    'lambda.x86_64.gb-second': banded(
      [{ usd: 0.0000166667, upTo: 6 * BILLION }, { usd: 0.000015, upTo: 15 * BILLION }, { usd: 0.0000133334 }], 'high', LAMBDA_LIST,
    ),
    'lambda.x86_64.provisioned.gb-second': price(0.0000041667, 'high', LAMBDA),
    'lambda.x86_64.provisioned.duration.gb-second': price(0.0000097222, 'high', LAMBDA),
    'lambda.x86_64.storage.gb-second': price(0.0000000309, 'high', `${LAMBDA}; beyond 512 MB`),
    'lambda.arm64.storage.gb-second': price(0.0000000309, 'low', `${LAMBDA}, example of x86_64; taken to be the same`),
    ...instances('c7g', 0.0725, 'high', 'AWS Price List, AmazonEC2; larger sizes in proportion'),
    ...instances('m7g', 0.0816, 'high', `${LAMBDA} (m7g.xlarge), AWS Price List, AmazonEC2; other sizes in proportion`),
    ...instances('r7g', 0.1071, 'high', 'https://aws.amazon.com/ec2/pricing/on-demand/; larger sizes in proportion'),
    ...instances('c7i', 0.08925, 'high', `${LAMBDA_LIST} (fee of c7i.xlarge); other sizes in proportion`),
    ...instances('m7i', 0.1008, 'medium', 'https://github.com/aws-samples/sample-aws-lambda-managed-instances, 2026-03; larger sizes in proportion'),
    ...instances('r7i', 0.1323, 'low', 'from memory'),
    'vpc.endpoint.hour': price(0.01, 'high', 'https://aws.amazon.com/privatelink/pricing/; for each zone'),
    'vpc.endpoint.gb': price(0.01, 'high', 'https://aws.amazon.com/privatelink/pricing/'),
    'vpc.nat.hour': price(0.045, 'high', 'AWS Price List, AmazonEC2, 2026-09-05'),
    'vpc.nat.gb': price(0.045, 'high', 'AWS Price List, AmazonEC2, 2026-09-05'),
    'vpc.address.hour': price(0.005, 'medium', 'https://aws.amazon.com/vpc/pricing/'),
    'logs.lambda.gb': banded(
      [{ usd: 0.5, upTo: 10 * TERABYTE }, { usd: 0.25, upTo: 30 * TERABYTE }, { usd: 0.1, upTo: 50 * TERABYTE }, { usd: 0.05 }], 'high', TIERED_LOGS,
    ),
    'logs.access.gb': price(0.5, 'medium', 'https://aws.amazon.com/cloudwatch/pricing/'),
    'logs.storage.gb-month': price(0.03, 'medium', 'https://aws.amazon.com/cloudwatch/pricing/'),
    'metrics.metric-month': price(0.3, 'medium', 'https://aws.amazon.com/cloudwatch/pricing/; the first 10,000'),
    'metrics.alarm-month': price(0.1, 'medium', 'https://aws.amazon.com/cloudwatch/pricing/'),
    'metrics.dashboard-month': price(3, 'medium', 'https://aws.amazon.com/cloudwatch/pricing/'),
    's3.put': price(0.005 / 1_000, 'high', 'AWS Price List, AmazonS3, 2026-10-08'),
    's3.storage.gb-month': banded(
      [{ usd: 0.023, upTo: 50 * TERABYTE }, { usd: 0.022, upTo: 500 * TERABYTE }, { usd: 0.021 }], 'high', 'AWS Price List, AmazonS3, 2026-10-08',
    ),
    'kms.request': price(0.03 / 10_000, 'medium', 'https://aws.amazon.com/kms/pricing/'),
    'kms.key-month': price(1, 'medium', 'https://aws.amazon.com/kms/pricing/'),
    'secrets.secret-month': price(0.4, 'high', 'https://aws.amazon.com/secrets-manager/pricing/'),
  },
};
