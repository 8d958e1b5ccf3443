import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { CloudFormationClient, DescribeStackResourcesCommand } from '@aws-sdk/client-cloudformation';
import { CloudWatchClient, PutMetricAlarmCommand, SetAlarmStateCommand } from '@aws-sdk/client-cloudwatch';
import { LambdaClient, UpdateEventSourceMappingCommand } from '@aws-sdk/client-lambda';
import {
  DeleteMessageCommand, GetQueueAttributesCommand, GetQueueUrlCommand, ReceiveMessageCommand, SetQueueAttributesCommand, SQSClient,
} from '@aws-sdk/client-sqs';
import { App, Stack } from 'aws-cdk-lib';
import { IngestionAuth, ProcessorCompute, TelemetryPipeline } from '../../src';
import { deployStack } from '../economics/measurement/deployed-stack';
import type { MotoServer } from '../fixtures/moto-server';
import { templateOf } from '../fixtures/synthesized';

export const STACK = 'Telemetry';

/**
 * A pipeline as CloudFormation would list it, with what `status` looks at there in moto.
 *
 * A list of its own, since moto's CloudFormation does not know alarms: it has the logical ids of the template that CDK makes.
 */
export class DeployedStack {
  /** What the resources are called, by their type. */
  readonly names = new Map<string, string>();
  queueUrl = '';
  deadLetterUrl = '';
  sqs!: SQSClient;
  cloudWatch!: CloudWatchClient;
  lambda!: LambdaClient;
  private readonly alarms: string[] = [];
  private server?: Server;

  constructor(private readonly moto: MotoServer) {}

  /** Environment of a command that asks about it. */
  get environment(): Record<string, string> {
    const { port } = this.server!.address() as AddressInfo;
    return { ...this.moto.environment, AWS_ENDPOINT_URL_CLOUDFORMATION: `http://127.0.0.1:${port}` };
  }

  async deploy(): Promise<void> {
    this.sqs = new SQSClient(this.moto.client);
    this.cloudWatch = new CloudWatchClient(this.moto.client);
    this.lambda = new LambdaClient(this.moto.client);
    const parts = await this.deployParts();
    const stack = new Stack(new App(), STACK);
    new TelemetryPipeline(stack, 'Pipeline', { compute: ProcessorCompute.onDemand(), ingestion: { authorization: IngestionAuth.none() } });
    const resources = templateOf(stack).toJSON().Resources as Record<string, { Type: string; Properties: Record<string, unknown> }>;

    const listed: string[] = [];
    for (const [id, { Type: type, Properties: properties }] of Object.entries(resources)) {
      const known: Readonly<Record<string, string | undefined>> = {
        'AWS::SQS::Queue': parts.get(id.includes('DeadLetter') ? 'DeadLetters' : 'Queue'),
        'AWS::Lambda::EventSourceMapping': parts.get('Mapping'),
        'AWS::ApiGateway::Stage': 'prod',
      };
      const name = known[type] ?? `${STACK}-${id}`;
      if (type === 'AWS::CloudWatch::Alarm') {
        this.alarms.push(name);
        await this.putAlarm(name, String(properties.AlarmDescription));
      }
      this.names.set(type, name);
      const members = { LogicalResourceId: id, ResourceType: type, PhysicalResourceId: name };
      listed.push(`<member>${Object.entries(members).map(([member, value]) => `<${member}>${value}</${member}>`).join('')}</member>`);
    }
    this.server = createServer((_, response) => response.setHeader('content-type', 'text/xml').end(
      `<ListStackResourcesResponse xmlns="http://cloudformation.amazonaws.com/doc/2010-05-15/"><ListStackResourcesResult>
        <StackResourceSummaries>${listed.join('')}</StackResourceSummaries>
      </ListStackResourcesResult></ListStackResourcesResponse>`));
    await new Promise<void>(resolve => this.server!.listen(0, '127.0.0.1', resolve));
  }

  /** Lets an alarm ring. */
  async ring(alarm: string): Promise<void> {
    const AlarmName = this.alarms.find(name => name.includes(alarm));
    await this.cloudWatch.send(new SetAlarmStateCommand({ AlarmName, StateValue: 'ALARM', StateReason: 'a test' }));
  }

  /** Has batches handed over, or not. */
  async setMapping(Enabled: boolean): Promise<void> {
    await this.lambda.send(new UpdateEventSourceMappingCommand({ UUID: this.names.get('AWS::Lambda::EventSourceMapping'), Enabled }));
  }

  /** Makes all well again. */
  async mend(): Promise<void> {
    await Promise.all(this.alarms.map(async AlarmName =>
      this.cloudWatch.send(new SetAlarmStateCommand({ AlarmName, StateValue: 'OK', StateReason: 'a test' }))));
    for (const QueueUrl of [this.queueUrl, this.deadLetterUrl]) { // SQS purges a queue once a minute only
      const { Messages: messages = [] } = await this.sqs.send(new ReceiveMessageCommand({ QueueUrl, MaxNumberOfMessages: 10 }));
      await Promise.all(messages.map(async ({ ReceiptHandle }) => this.sqs.send(new DeleteMessageCommand({ QueueUrl, ReceiptHandle }))));
    }
    await this.setMapping(true);
  }

  async remove(): Promise<void> {
    [this.sqs, this.cloudWatch, this.lambda].forEach(client => client?.destroy());
    this.server?.close();
  }

  /** Queues, function and mapping, by their logical ids. */
  private async deployParts(): Promise<ReadonlyMap<string, string>> {
    const cloudFormation = new CloudFormationClient(this.moto.client);
    await deployStack(cloudFormation, 'Parts', { queue: 'requests', reader: 'processor' });
    const { StackResources: resources = [] } = await cloudFormation.send(new DescribeStackResourcesCommand({ StackName: 'Parts' }));
    cloudFormation.destroy();
    const parts = new Map(resources.map(({ LogicalResourceId: id, PhysicalResourceId: name }) => [id!, name!]));
    this.queueUrl = await this.urlOf('requests');
    this.deadLetterUrl = await this.urlOf('requests-dead');
    const { Attributes: dead } = await this.sqs.send(new GetQueueAttributesCommand({ QueueUrl: this.deadLetterUrl, AttributeNames: ['QueueArn'] }));
    await this.sqs.send(new SetQueueAttributesCommand({
      QueueUrl: this.queueUrl, Attributes: { RedrivePolicy: JSON.stringify({ deadLetterTargetArn: dead!.QueueArn, maxReceiveCount: 5 }) },
    }));
    return parts.set('Queue', this.queueUrl).set('DeadLetters', this.deadLetterUrl);
  }

  /** Where moto answers for a queue; its CloudFormation names the address at AWS. */
  private async urlOf(queueName: string): Promise<string> {
    return (await this.sqs.send(new GetQueueUrlCommand({ QueueName: queueName }))).QueueUrl!;
  }

  private async putAlarm(name: string, description: string): Promise<void> {
    await this.cloudWatch.send(new PutMetricAlarmCommand({
      AlarmName: name,
      AlarmDescription: description,
      ComparisonOperator: 'GreaterThanOrEqualToThreshold',
      EvaluationPeriods: 1,
      MetricName: 'none',
      Namespace: 'none',
      Period: 300,
      Statistic: 'Sum',
      Threshold: 1,
    }));
  }
}
