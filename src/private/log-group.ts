import { ArnFormat, RemovalPolicy, Stack } from 'aws-cdk-lib';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as kms from 'aws-cdk-lib/aws-kms';
import * as logs from 'aws-cdk-lib/aws-logs';
import { Construct } from 'constructs';

/** How a stage keeps its logs. */
export interface LogKeeping {
  readonly retention: logs.RetentionDays;
  /** Key that they are encrypted with, besides what CloudWatch Logs does by itself. */
  readonly encryptionKey?: kms.IKey;
}

/** Adds a log group that forgets in time and goes with its stack. */
export function removableLogGroup(scope: Construct, id: string, { retention, encryptionKey }: LogKeeping, logGroupName?: string): logs.LogGroup {
  const logGroup = new logs.LogGroup(scope, id, { logGroupName, retention, encryptionKey, removalPolicy: RemovalPolicy.DESTROY });
  if (encryptionKey !== undefined) {
    letLogsUse(encryptionKey, Stack.of(scope));
  }
  return logGroup;
}

/**
 * Lets CloudWatch Logs use a key, for the log groups of the stack's account and region only.
 *
 * aws-cdk-lib leaves that to its users, and CloudWatch Logs then refuses the group.
 *
 * @see https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/encrypt-log-data-kms.html
 */
function letLogsUse(key: kms.IKey, stack: Stack): void {
  key.addToResourcePolicy(new iam.PolicyStatement({
    principals: [new iam.ServicePrincipal(`logs.${stack.region}.amazonaws.com`)],
    actions: ['kms:Encrypt*', 'kms:Decrypt*', 'kms:ReEncrypt*', 'kms:GenerateDataKey*', 'kms:Describe*'],
    resources: ['*'],
    conditions: {
      ArnLike: {
        'kms:EncryptionContext:aws:logs:arn': stack.formatArn({ service: 'logs', resource: 'log-group', resourceName: '*', arnFormat: ArnFormat.COLON_RESOURCE_NAME }),
      },
    },
  }));
}
