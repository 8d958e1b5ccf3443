import { CloudWatchLogsClient, DescribeLogGroupsCommand, FilterLogEventsCommand } from '@aws-sdk/client-cloudwatch-logs';
import { FailureLog } from '../../../src/local/failures/failure-log';
import { LocalLogs } from '../../../src/local/failures/local-logs';

function line(messageIds: readonly string[], reason = 'Please reduce your request rate.'): string {
  return JSON.stringify({ level: 'WARN', message: { event: 'messages failed', messages: messageIds.length, messageIds, error: 'SlowDown', reason } });
}

function reasons(log: FailureLog): string[] {
  return log.between(0, Infinity).map(({ message }) => JSON.parse(message).message.reason);
}

test('keeps the last line of each message, and no line about anything else', () => {
  const log = new FailureLog();

  log.take(line(['a', 'b'], 'first'));
  log.take(line(['a'], 'second'));
  log.take('{"message":{"event":"batch processed"}}');
  log.take('messages failed, said somebody who writes no JSON');
  expect(reasons(log)).toEqual(['first', 'second']);

  log.take(line(['b'], 'third'));
  expect(reasons(log)).toEqual(['second', 'third']);
});

test('forgets the messages that failed first when there are too many', () => {
  const log = new FailureLog();
  const many = (from: number) => Array.from({ length: 50_000 }, (_, index) => `message-${from + index}`);

  log.take(line(['oldest'], 'oldest'));
  log.take(line(many(0), 'first'));
  log.take(line(many(50_000), 'second'));

  expect(reasons(log)).toEqual(['first', 'second']);
});

test('an invocation that failed has the error that ended it', () => {
  const log = new FailureLog();

  log.failed(['a'], 'Runtime.ExitError: Runtime exited with signal SIGKILL');
  log.failed(['b'], 'the function must return an object');

  expect(log.between(0, Infinity).map(({ message }) => JSON.parse(message).message)).toMatchObject([
    { messageIds: ['a'], error: 'Runtime.ExitError', reason: 'Runtime exited with signal SIGKILL' },
    { messageIds: ['b'], error: 'Error', reason: 'the function must return an object' },
  ]);
});

test('AWS\'s client reads them page by page, those of a time only, and is told of what there is not', async () => {
  const logs = new LocalLogs();
  const client = new CloudWatchLogsClient({ endpoint: await logs.start(), region: 'us-east-1', credentials: { accessKeyId: 'key', secretAccessKey: 'secret' } });
  ['a', 'b', 'c'].forEach(id => logs.failures.take(line([id], id)));
  const page = async (nextToken?: string) => client.send(new FilterLogEventsCommand({ logGroupName: 'log', limit: 2, nextToken }));

  const { events: first, nextToken } = await page();
  const { events: second, nextToken: last } = await page(nextToken);
  const { events: later } = await client.send(new FilterLogEventsCommand({ logGroupName: 'log', startTime: Date.now() + 60_000 }));

  expect([first, second, later].map(events => events?.map(({ message = '' }) => JSON.parse(message).message.reason))).toEqual([['a', 'b'], ['c'], []]);
  expect(last).toBeUndefined();
  await expect(client.send(new DescribeLogGroupsCommand({}))).rejects.toThrow('the local run has no Logs_20140328.DescribeLogGroups');
  client.destroy();
  await logs.stop();
});
