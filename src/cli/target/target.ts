import { CloudWatchLogsClient } from '@aws-sdk/client-cloudwatch-logs';
import { S3Client } from '@aws-sdk/client-s3';
import { GetQueueAttributesCommand, GetQueueUrlCommand, SQSClient, type SQSClientConfig } from '@aws-sdk/client-sqs';

/** Where a pipeline's queue and archive are, as far as was said or found. */
export interface Places {
  readonly queueUrl?: string;
  readonly bucket?: string;
  /** Where the processor logs. */
  readonly logGroup?: string;
}

/** How AWS, or what stands for it, is reached; what is absent is what AWS's own tools take from variables and profiles. */
export interface Access {
  readonly region?: string;
  readonly sqsEndpoint?: string;
  readonly s3Endpoint?: string;
  readonly logsEndpoint?: string;
  readonly credentials?: { readonly accessKeyId: string; readonly secretAccessKey: string };
}

/** A queue and its name among queues. */
export interface DeadLetterQueue {
  readonly url: string;
  readonly arn: string;
}

/** A client of SQS; where an endpoint of one's own is set, that goes before the host in the URL of a queue. */
export function sqsClient(config: SQSClientConfig): SQSClient {
  const elsewhere = config.endpoint ?? process.env.AWS_ENDPOINT_URL_SQS ?? process.env.AWS_ENDPOINT_URL;
  return new SQSClient({ ...config, useQueueUrlAsEndpoint: elsewhere === undefined });
}

/** A running pipeline, on AWS or on this machine. */
export class Target {
  readonly sqs: SQSClient;
  readonly s3: S3Client;
  readonly logs: CloudWatchLogsClient;

  constructor({ sqsEndpoint, s3Endpoint, logsEndpoint, ...access }: Access, private readonly places: Places) {
    const elsewhere = s3Endpoint ?? process.env.AWS_ENDPOINT_URL_S3 ?? process.env.AWS_ENDPOINT_URL;
    this.sqs = sqsClient({ ...access, ...sqsEndpoint !== undefined && { endpoint: sqsEndpoint } });
    this.s3 = new S3Client({ ...access, ...s3Endpoint !== undefined && { endpoint: s3Endpoint }, forcePathStyle: elsewhere !== undefined });
    this.logs = new CloudWatchLogsClient({ ...access, ...logsEndpoint !== undefined && { endpoint: logsEndpoint } });
    this.sqs.middlewareStack.add((next, { commandName }) => async args => naming(`SQS ${commandName}`, next(args)), { step: 'initialize' });
    this.s3.middlewareStack.add((next, { commandName }) => async args => naming(`S3 ${commandName}`, next(args)), { step: 'initialize' });
    this.logs.middlewareStack.add((next, { commandName }) => async args => naming(`CloudWatch Logs ${commandName}`, next(args)), { step: 'initialize' });
  }

  get queueUrl(): string {
    return this.known('queueUrl', '--queue-url');
  }

  get bucket(): string {
    return this.known('bucket', '--bucket');
  }

  /** Where the processor logs why a message failed; nothing when that is not known. */
  get logGroup(): string | undefined {
    return this.places.logGroup;
  }

  /** Where the queue's redrive policy sends what failed again and again. */
  async deadLetterQueue(): Promise<DeadLetterQueue> {
    const { Attributes: attributes } = await this.sqs.send(new GetQueueAttributesCommand({ QueueUrl: this.queueUrl, AttributeNames: ['RedrivePolicy'] }));
    const arn: string | undefined = attributes?.RedrivePolicy === undefined ? undefined : JSON.parse(attributes.RedrivePolicy).deadLetterTargetArn;
    if (arn === undefined) {
      throw new Error(`the queue must have a redrive policy, got none on ${this.queueUrl}`);
    }
    const [account, name] = arn.split(':').slice(-2);
    const { QueueUrl: url } = await this.sqs.send(new GetQueueUrlCommand({ QueueName: name, QueueOwnerAWSAccountId: account }));
    return { url: url!, arn };
  }

  /** Ends the connections, which would keep the process alive. */
  close(): void {
    this.sqs.destroy();
    this.s3.destroy();
    this.logs.destroy();
  }

  private known(place: 'queueUrl' | 'bucket', option: string): string {
    const value = this.places[place];
    if (value === undefined) {
      throw new Error(`${option} must be given, since it was not found otherwise`);
    }
    return value;
  }
}

/** Lets an error of a service, or of the way to it, tell which of them it is: "please reduce your request rate" does not. */
async function naming<T>(command: string, answer: Promise<T>): Promise<T> {
  return answer.catch((error: NodeJS.ErrnoException) => {
    if ('$metadata' in error) {
      error.message = `${command.replace(/Command$/, '')}: ${error.message || error.code || error.name}`;
    }
    throw error;
  });
}
