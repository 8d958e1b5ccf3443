import { CloudFormationClient, CreateStackCommand } from '@aws-sdk/client-cloudformation';
import { PutMetricDataCommand, type CloudWatchClient, type MetricDatum } from '@aws-sdk/client-cloudwatch';

const HOUR_MS = 3_600_000;

/** Stack with an API, a queue and an ordinary function that reads it. */
export async function deployStack(client: CloudFormationClient, name: string, { queue, reader }: { queue: string; reader: string }): Promise<void> {
  await client.send(new CreateStackCommand({
    StackName: name,
    TemplateBody: JSON.stringify({
      Resources: {
        Api: { Type: 'AWS::ApiGateway::RestApi', Properties: { Name: `${name} API` } },
        DeadLetters: { Type: 'AWS::SQS::Queue', Properties: { QueueName: `${queue}-dead` } },
        Queue: {
          Type: 'AWS::SQS::Queue',
          Properties: {
            QueueName: queue,
            VisibilityTimeout: 180,
            RedrivePolicy: { deadLetterTargetArn: { 'Fn::GetAtt': ['DeadLetters', 'Arn'] }, maxReceiveCount: 4 },
          },
        },
        Role: {
          Type: 'AWS::IAM::Role',
          Properties: {
            AssumeRolePolicyDocument: {
              Version: '2012-10-17',
              Statement: [{ Effect: 'Allow', Action: 'sts:AssumeRole', Principal: { Service: 'lambda.amazonaws.com' } }],
            },
          },
        },
        Reader: {
          Type: 'AWS::Lambda::Function',
          Properties: {
            FunctionName: reader,
            Runtime: 'nodejs22.x',
            Handler: 'index.handler',
            MemorySize: 1769,
            Timeout: 30,
            Role: { 'Fn::GetAtt': ['Role', 'Arn'] },
            Code: { ZipFile: 'exports.handler = async () => {}' },
          },
        },
        Mapping: {
          Type: 'AWS::Lambda::EventSourceMapping',
          Properties: { EventSourceArn: { 'Fn::GetAtt': ['Queue', 'Arn'] }, FunctionName: { Ref: 'Reader' }, BatchSize: 1000, MaximumBatchingWindowInSeconds: 10 },
        },
      },
    }),
  }));
}

/** What a metric has in one hour: a value, or what many samples come to. */
export type Sample = number | { readonly mean: number; readonly most: number; readonly samples: number };

/** Metrics of one thing, each with its value by the hour of the day. */
export interface MetricsOfThing {
  readonly namespace: string;
  readonly dimensions: Readonly<Record<string, string>>;
  readonly metrics: Readonly<Record<string, (hourOfDay: number) => Sample>>;
}

/** Gives metrics their values of so many days, and of an hour before and after, in case the hour strikes meanwhile. */
export async function putMetrics(
  client: CloudWatchClient, { namespace, dimensions, metrics }: MetricsOfThing, days: number, now: Date,
): Promise<void> {
  const last = Math.floor(now.getTime() / HOUR_MS) * HOUR_MS;
  const Dimensions = Object.entries(dimensions).map(([Name, Value]) => ({ Name, Value }));
  const data = Object.entries(metrics).flatMap(([MetricName, valueOf]) => Array.from({ length: days * 24 + 2 }, (_, back): MetricDatum => {
    const Timestamp = new Date(last - back * HOUR_MS);
    const sample = valueOf(Timestamp.getUTCHours());
    return {
      MetricName,
      Dimensions,
      Timestamp,
      ...typeof sample === 'number' ? { Value: sample } : {
        StatisticValues: { Sum: sample.mean * sample.samples, SampleCount: sample.samples, Minimum: 0, Maximum: sample.most },
      },
    };
  }));
  for (let first = 0; first < data.length; first += 1_000) {
    await client.send(new PutMetricDataCommand({ Namespace: namespace, MetricData: data.slice(first, first + 1_000) }));
  }
}
