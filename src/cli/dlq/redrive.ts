import { CancelMessageMoveTaskCommand, ListMessageMoveTasksCommand, StartMessageMoveTaskCommand, type ListMessageMoveTasksResultEntry } from '@aws-sdk/client-sqs';
import type { Session } from '../command';
import { pause } from '../terminal/interruption';
import { count } from '../terminal/table';

const LOOK_EVERY_MS = 500;

/** Moves the dead letters back into the queue that they come from, or looks after a move that runs already. */
export async function redrive({ target, output, interrupted }: Session, messagesPerSecond: number | undefined): Promise<void> {
  const { arn } = await target.deadLetterQueue();
  const running = await newestTask(target, arn);
  if (running?.Status === 'RUNNING') {
    output.say('a move runs already, which this looks after');
  } else {
    await target.sqs.send(new StartMessageMoveTaskCommand({ SourceArn: arn, MaxNumberOfMessagesPerSecond: messagesPerSecond }));
  }

  let task = await newestTask(target, arn);
  for (; task?.Status === 'RUNNING' && !interrupted.aborted; task = await newestTask(target, arn)) {
    output.progress(task.ApproximateNumberOfMessagesMoved ?? 0, task.ApproximateNumberOfMessagesToMove, 'dead letters moved');
    await pause(LOOK_EVERY_MS, interrupted);
  }
  const { Status: status, FailureReason: reason } = task ?? {};
  const moved = task?.ApproximateNumberOfMessagesMoved ?? 0;
  output.result({ status, moved, to_move: task?.ApproximateNumberOfMessagesToMove, reason }, () => status === 'RUNNING'
    ? `${count(moved)} dead letters moved so far, and the move goes on; \`dlq redrive\` looks after it, \`dlq redrive --cancel\` ends it`
    : `${count(moved)} dead letters moved back into the queue${status === 'COMPLETED' ? '' : `: ${status}, ${reason ?? 'SQS says no reason'}`}`);
  if (status === 'FAILED') {
    process.exitCode = 1;
  }
}

/** Ends the move that runs; what is moved stays moved. */
export async function cancelRedrive({ target, output }: Session): Promise<void> {
  const { arn } = await target.deadLetterQueue();
  const task = await newestTask(target, arn);
  if (task?.Status !== 'RUNNING') {
    throw new Error('a move must run to be cancelled, got none');
  }
  const { ApproximateNumberOfMessagesMoved: moved = 0 } = await target.sqs.send(new CancelMessageMoveTaskCommand({ TaskHandle: task.TaskHandle }));
  output.result({ status: 'CANCELLED', moved }, () => `cancelled after ${count(moved)} dead letters; the rest stays where it is`);
}

async function newestTask({ sqs }: Session['target'], arn: string): Promise<ListMessageMoveTasksResultEntry | undefined> {
  return (await sqs.send(new ListMessageMoveTasksCommand({ SourceArn: arn, MaxResults: 1 }))).Results?.[0];
}
