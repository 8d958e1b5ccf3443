import type { StackResource } from './stack-template';
import { LOCAL_ACCOUNT, LOCAL_REGION, queueArn, queuePath } from '../queue/queue-address';

/** What resources are called on localhost. */
export interface LocalNames {
  /** Value of the resource's `Ref`. */
  ref(resource: StackResource): string;
  attribute(resource: StackResource, attribute: string): string;
}

/** Finds the URL of a queue by its name. */
export type QueueUrlOf = (queueName: string) => string;

/** URL of a queue as AWS writes it; its path names the queue before a local server has an address. */
export const queueUrlOnAws: QueueUrlOf = name => `https://sqs.${LOCAL_REGION}.amazonaws.com${queuePath(name)}`;

/** Names for all resources: physical names where the template sets them, logical ids where CloudFormation would make them up. */
export function localNames(queueUrlOf: QueueUrlOf = queueUrlOnAws): LocalNames {
  return {
    ref: resource => {
      switch (resource.type) {
        case 'AWS::SQS::Queue': return queueUrlOf(physicalName(resource));
        case 'AWS::Lambda::Version': return `${functionArn(resource.text('FunctionName'))}:1`;
        case 'AWS::Lambda::Alias': return `${functionArn(resource.text('FunctionName'))}:${resource.text('Name')}`;
        default: return physicalName(resource);
      }
    },
    attribute: (resource, attribute) => {
      switch (`${resource.type} ${attribute}`) {
        case 'AWS::SQS::Queue Arn': return queueArn(physicalName(resource));
        case 'AWS::SQS::Queue QueueName': return physicalName(resource);
        case 'AWS::SQS::Queue QueueUrl': return queueUrlOf(physicalName(resource));
        case 'AWS::S3::Bucket Arn': return `arn:aws:s3:::${physicalName(resource)}`;
        case 'AWS::Lambda::Function Arn': return functionArn(physicalName(resource));
        default: return `${resource.logicalId}.${attribute}`;
      }
    },
  };
}

/** Name of a resource on localhost. */
export function physicalName(resource: StackResource): string {
  switch (resource.type) {
    case 'AWS::SQS::Queue': return resource.optionalText('QueueName') ?? resource.logicalId;
    case 'AWS::Lambda::Function': return resource.optionalText('FunctionName') ?? resource.logicalId;
    case 'AWS::ApiGateway::Stage': return resource.optionalText('StageName') ?? resource.logicalId;
    case 'AWS::S3::Bucket': return resource.optionalText('BucketName') ?? resource.logicalId.toLowerCase();
    default: return resource.logicalId;
  }
}

/** Name of the queue that a URL, a path or an ARN stands for, whatever account it is in: a stack may be bound to one, localhost is not. */
export function queueNameOf(reference: string): string {
  return reference.slice(Math.max(reference.lastIndexOf('/'), reference.lastIndexOf(':')) + 1);
}

/** Name of the function that a name, an ARN, or the ARN of a version or alias stands for. */
export function functionNameOf(reference: string): string {
  return /:function:([^:]+)/.exec(reference)?.[1] ?? reference.split(':')[0];
}

function functionArn(reference: string): string {
  return `arn:aws:lambda:${LOCAL_REGION}:${LOCAL_ACCOUNT}:function:${functionNameOf(reference)}`;
}
