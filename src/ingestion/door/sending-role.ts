import * as iam from 'aws-cdk-lib/aws-iam';
import * as sqs from 'aws-cdk-lib/aws-sqs';
import { Construct } from 'constructs';
import { warnOfOtherAccount } from '../../private/customer-key';

/** What SQS asks of whoever stores a message in a queue that is encrypted with a customer's key. */
const KEY_ACTIONS = ['kms:GenerateDataKey', 'kms:Decrypt'];

/**
 * The role with which API Gateway sends to the queue, and can do nothing else.
 *
 * @see https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-key-management.html
 */
export function sendingRole(scope: Construct, id: string, queue: sqs.IQueue): iam.Role {
  const role = new iam.Role(scope, id, {
    description: 'Lets the API send to the telemetry queue',
    assumedBy: new iam.ServicePrincipal('apigateway.amazonaws.com'),
  });
  queue.grant(role, 'sqs:SendMessage');
  queue.encryptionMasterKey?.grant(role, ...KEY_ACTIONS);
  warnOfOtherAccount(scope, queue.encryptionMasterKey, KEY_ACTIONS);
  return role;
}
