import { Stack, Token } from 'aws-cdk-lib';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import * as logs from 'aws-cdk-lib/aws-logs';
import * as sqs from 'aws-cdk-lib/aws-sqs';
import { Construct } from 'constructs';

/** Pages of AWS's console for things of a stack, wherever it will be deployed. */
export class ConsoleLinks {
  private readonly stack: Stack;

  constructor(scope: Construct) {
    this.stack = Stack.of(scope);
  }

  public dashboard(name: string): string {
    return this.page('cloudwatch', `dashboards/dashboard/${name}`);
  }

  public logGroup({ logGroupName }: logs.ILogGroup): string {
    // The console takes names that are encoded twice, with $ in the place of the second %.
    const name = Token.isUnresolved(logGroupName) ? logGroupName : encodeURIComponent(encodeURIComponent(logGroupName)).replace(/%/g, '$');
    return this.page('cloudwatch', `logsV2:log-groups/log-group/${name}`);
  }

  public function({ functionName }: lambda.IFunction): string {
    return this.page('lambda', `/functions/${functionName}?tab=monitoring`);
  }

  public queue({ queueName, env: { account, region } }: sqs.IQueue): string {
    const address = encodeURIComponent('https://sqs.') + `${region}.${this.stack.urlSuffix}%2F${account}%2F${queueName}`;
    return this.page('sqs/v3', `/queues/${address}`);
  }

  /** The console of AWS in China and for governments has addresses of its own; where the region is known only later, it is none of them. */
  private page(service: string, place: string): string {
    const { region } = this.stack;
    const domain = region.startsWith('cn-') ? 'amazonaws.cn' : region.startsWith('us-gov-') ? 'amazonaws-us-gov.com' : 'aws.amazon.com';
    return `https://${region}.console.${domain}/${service}/home?region=${region}#${place}`;
  }
}
