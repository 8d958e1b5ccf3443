import { CloudFormationClient, type StackResourceSummary } from '@aws-sdk/client-cloudformation';
import { GetQueueAttributesCommand } from '@aws-sdk/client-sqs';
import { sqsClient, type Places } from './target';
import { stackResources } from '../../economics/measurement/stack-resources';

/** Ends of logical ids that CDK makes of the path of a construct. */
const ARCHIVE_BUCKET = /ArchiveBucket[0-9A-F]{8}$/;
const PROCESSOR_LOGS = /ProcessorLogs[0-9A-F]{8}$/;
const ACCESS_LOGS = /AccessLogs[0-9A-F]{8}$/;

/** Finds the queue, the bucket and the processor's log of a deployed stack; what was said goes first. */
export async function placesOf(stackName: string, said: Places, region?: string): Promise<Places> {
  const client = new CloudFormationClient({ region });
  const resources = await stackResources(client, stackName);
  client.destroy();
  return {
    queueUrl: said.queueUrl ?? only('a queue with a redrive policy', '--queue-url', stackName, await sourceQueues(resources, region)),
    bucket: said.bucket ?? only('an archive bucket', '--bucket', stackName, archiveBuckets(resources)),
    logGroup: said.logGroup ?? logGroupIn(resources),
  };
}

async function sourceQueues(resources: readonly StackResourceSummary[], region?: string): Promise<string[]> {
  const sqs = sqsClient({ region });
  const urls = resources.flatMap(({ ResourceType: type, PhysicalResourceId: url }) => type === 'AWS::SQS::Queue' && url !== undefined ? [url] : []);
  const attributes = await Promise.all(urls.map(async url => sqs.send(new GetQueueAttributesCommand({ QueueUrl: url, AttributeNames: ['RedrivePolicy'] }))));
  sqs.destroy();
  return urls.filter((_, index) => attributes[index].Attributes?.RedrivePolicy !== undefined);
}

function archiveBuckets(resources: readonly StackResourceSummary[]): string[] {
  const buckets = resources.filter(({ ResourceType: type }) => type === 'AWS::S3::Bucket');
  const named = buckets.filter(({ LogicalResourceId: id = '' }) => ARCHIVE_BUCKET.test(id));
  const others = buckets.filter(({ LogicalResourceId: id = '' }) => !ACCESS_LOGS.test(id));
  return (named.length > 0 ? named : others).flatMap(({ PhysicalResourceId: name }) => name ?? []);
}

/** Of several pipelines none is meant, and the log only says why: it is not asked for. */
function logGroupIn(resources: readonly StackResourceSummary[]): string | undefined {
  const found = resources.filter(({ ResourceType: type, LogicalResourceId: id = '' }) => type === 'AWS::Logs::LogGroup' && PROCESSOR_LOGS.test(id));
  return found.length === 1 ? found[0].PhysicalResourceId : undefined;
}

/** None is no fault yet: not every command needs both. */
function only(what: string, option: string, stackName: string, found: readonly string[]): string | undefined {
  if (found.length > 1) {
    throw new Error(`${stackName} must have ${what}, and one only, got ${found.join(', ')}; choose with ${option}`);
  }
  return found[0];
}
