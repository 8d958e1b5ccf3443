import { RemovalPolicy } from 'aws-cdk-lib';
import * as kms from 'aws-cdk-lib/aws-kms';
import * as logs from 'aws-cdk-lib/aws-logs';
import { Construct } from 'constructs';
import { letLogsUse, refuseFarKey } from './customer-key';

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
    refuseFarKey(scope, encryptionKey);
    letLogsUse(scope, encryptionKey);
  }
  return logGroup;
}
