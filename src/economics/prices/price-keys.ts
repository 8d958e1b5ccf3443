/** Everything of a pipeline that has a price, besides instances. */
export const PRICE_KEYS = [
  'apigateway.rest.request', 'apigateway.http.request',
  'sqs.standard.request', 'sqs.fair.request',
  'lambda.request', 'lambda.sqs-poller.hour', 'lambda.instance-fee', 'lambda.arm64.storage.gb-second', 'lambda.x86_64.storage.gb-second',
  'lambda.arm64.gb-second', 'lambda.arm64.provisioned.gb-second', 'lambda.arm64.provisioned.duration.gb-second',
  'lambda.x86_64.gb-second', 'lambda.x86_64.provisioned.gb-second', 'lambda.x86_64.provisioned.duration.gb-second',
  'vpc.endpoint.hour', 'vpc.endpoint.gb', 'vpc.nat.hour', 'vpc.nat.gb', 'vpc.address.hour',
  'logs.lambda.gb', 'logs.access.gb', 'logs.storage.gb-month', 'metrics.metric-month', 'metrics.alarm-month', 'metrics.dashboard-month',
  's3.put', 's3.storage.gb-month',
  'kms.request', 'kms.key-month', 'secrets.secret-month',
] as const;

/** Name of a price; instances are `ec2.` and their type, such as `ec2.m7g.large`. */
export type PriceKey = typeof PRICE_KEYS[number] | `ec2.${string}`;

/** Whether a name is one of a price. */
export function isPriceKey(name: string): name is PriceKey {
  return (PRICE_KEYS as readonly string[]).includes(name) || /^ec2\.[a-z][a-z0-9-]*\.[a-z0-9-]+$/.test(name);
}
