import { ReceiveMessageCommand, SQSClient } from '@aws-sdk/client-sqs';

/** Bodies of the requests in a queue, read without taking them out. */
export async function readBodies(endpoint: string, queueUrl: string): Promise<string[]> {
  const sqs = new SQSClient({ endpoint, region: 'us-east-1', credentials: { accessKeyId: 'local', secretAccessKey: 'local' } });
  const bodies: string[] = [];
  const receive = new ReceiveMessageCommand({ QueueUrl: queueUrl, MaxNumberOfMessages: 10, VisibilityTimeout: 60 });

  for (let { Messages: messages } = await sqs.send(receive); messages?.length; { Messages: messages } = await sqs.send(receive)) {
    bodies.push(...messages.map(({ Body: body = '' }) => body));
  }
  sqs.destroy();
  return bodies;
}
