import { RemovalPolicy } from 'aws-cdk-lib';
import * as logs from 'aws-cdk-lib/aws-logs';
import { Construct } from 'constructs';

/** Adds a log group that forgets in time and goes with its stack. */
export function removableLogGroup(scope: Construct, id: string, retention: logs.RetentionDays, logGroupName?: string): logs.LogGroup {
  return new logs.LogGroup(scope, id, { logGroupName, retention, removalPolicy: RemovalPolicy.DESTROY });
}
