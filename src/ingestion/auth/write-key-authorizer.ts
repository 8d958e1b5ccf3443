import { Duration } from 'aws-cdk-lib';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import { Construct } from 'constructs';
import { LogKeeping, removableLogGroup } from '../../private/log-group';
import { shippedAsset } from '../../private/shipped-assets';
import type { WriteKeys } from '../../write-keys';

/** Adds the function that tells a door whose write key a request carries. */
export function createWriteKeyAuthorizer(scope: Construct, keys: WriteKeys, logs: LogKeeping): lambda.Function {
  const logGroup = removableLogGroup(scope, 'AuthorizerLogs', logs);
  const handler = new lambda.Function(scope, 'AuthorizerFunction', {
    description: 'Tells the API whose write key a request carries',
    runtime: lambda.Runtime.NODEJS_24_X,
    architecture: lambda.Architecture.ARM_64,
    handler: 'index.handler',
    code: lambda.Code.fromAsset(shippedAsset('write-keys', 'authorizer.lambda')),
    memorySize: 256, // half of it is the SDK's client, and the start is quicker with more CPU
    timeout: Duration.seconds(10),
    role: new iam.Role(scope, 'AuthorizerRole', { assumedBy: new iam.ServicePrincipal('lambda.amazonaws.com') }),
    logGroup,
    loggingFormat: lambda.LoggingFormat.JSON,
    environment: keys._environment,
  });
  logGroup.grantWrite(handler);
  keys._grantRead(handler);
  return handler;
}
