import {
  CancelMessageMoveTaskCommand, ListMessageMoveTasksCommand, StartMessageMoveTaskCommand, type ListMessageMoveTasksResultEntry, type SQSClient,
} from '@aws-sdk/client-sqs';
import { pause } from '../terminal/interruption';

const LOOK_EVERY_MS = 500;
const LISTED_WITHIN_MS = 60_000;
const MOST_LISTED = 10;

/** A move of messages out of a dead-letter queue, as SQS tells of it. */
export type MoveTask = ListMessageMoveTasksResultEntry;

/** Whether a move goes on; one that is being cancelled still counts as the only one that a queue may have. */
export function goesOn({ Status: status }: MoveTask): boolean {
  return status === 'RUNNING' || status === 'CANCELLING';
}

/** The moves out of a dead-letter queue. */
export class MoveTasks {
  constructor(private readonly sqs: SQSClient, private readonly sourceArn: string) {}

  /** The move that goes on, if there is one. */
  async running(): Promise<MoveTask | undefined> {
    return (await this.newestFirst()).find(goesOn);
  }

  /** Starts a move. The list may not have it at once, nor is its newest the one that was started: times of SQS alone tell. */
  async start(messagesPerSecond: number | undefined, interrupted: AbortSignal): Promise<MoveTask | undefined> {
    const [former] = await this.newestFirst();
    await this.sqs.send(new StartMessageMoveTaskCommand({ SourceArn: this.sourceArn, MaxNumberOfMessagesPerSecond: messagesPerSecond }));
    for (const deadline = Date.now() + LISTED_WITHIN_MS; !interrupted.aborted; await pause(LOOK_EVERY_MS, interrupted)) {
      const [newest] = await this.newestFirst();
      if (newest !== undefined && startOf(newest) > startOf(former)) {
        return newest;
      }
      if (Date.now() > deadline) {
        throw new Error('SQS must list the move that it has started, got none within a minute; `dlq redrive` looks after it once it does');
      }
    }
    return undefined;
  }

  /** Follows a move until it has ended, and returns what SQS tells of it last. */
  async follow(task: MoveTask, interrupted: AbortSignal, onLook: (task: MoveTask) => void): Promise<MoveTask> {
    let last = task;
    while (goesOn(last) && !interrupted.aborted) {
      onLook(last);
      await pause(LOOK_EVERY_MS, interrupted);
      last = (await this.newestFirst()).find(one => startOf(one) === startOf(task)) ?? last;
    }
    return last;
  }

  async cancel({ TaskHandle: handle }: MoveTask): Promise<void> {
    await this.sqs.send(new CancelMessageMoveTaskCommand({ TaskHandle: handle }));
  }

  private async newestFirst(): Promise<MoveTask[]> {
    const { Results: tasks = [] } = await this.sqs.send(new ListMessageMoveTasksCommand({ SourceArn: this.sourceArn, MaxResults: MOST_LISTED }));
    return tasks.sort((one, other) => startOf(other) - startOf(one));
  }
}

function startOf(task: MoveTask | undefined): number {
  return task?.StartedTimestamp ?? 0;
}
