import { DeadLetters, type Depth } from './dead-letters';
import { goesOn, MoveTasks, type MoveTask } from './move-tasks';
import type { Session } from '../command';
import { pause } from '../terminal/interruption';
import { count } from '../terminal/text';

/** SQS counts what is hidden about, and late: so many looks, a second each, before what it tells is taken for true. */
const LOOKS = 5;
const LOOK_EVERY_MS = 1_000;

/** Moves the dead letters back into the queue that they come from, or looks after a move that runs already. */
export async function redrive(session: Session, messagesPerSecond: number | undefined): Promise<void> {
  const { target, output, interrupted } = session;
  const { arn, url } = await target.deadLetterQueue();
  const tasks = new MoveTasks(target.sqs, arn);
  const running = await tasks.running();
  if (running !== undefined) {
    demandSameRate(running, messagesPerSecond);
    output.say('a move runs already, which this looks after');
  }
  const task = running ?? await tasks.start(messagesPerSecond, interrupted);
  const last = task && await follow(session, tasks, task);
  if (last === undefined || goesOn(last)) {
    const moved = last?.ApproximateNumberOfMessagesMoved ?? 0;
    output.result({ status: 'RUNNING', moved, to_move: last?.ApproximateNumberOfMessagesToMove, complete: false },
      () => `${count(moved)} dead letters moved so far, and the move goes on; \`dlq redrive\` looks after it, \`dlq redrive --cancel\` ends it`);
    return;
  }
  tellEnd(session, last, await depthAfter(new DeadLetters(target.sqs, url), interrupted));
}

/** Ends the move that runs; what is moved stays moved. */
export async function cancelRedrive(session: Session): Promise<void> {
  const { target, output } = session;
  const tasks = new MoveTasks(target.sqs, (await target.deadLetterQueue()).arn);
  const task = await tasks.running();
  if (task === undefined) {
    throw new Error('a move must run to be cancelled, got none');
  }
  if (task.Status === 'RUNNING') {
    await tasks.cancel(task);
  }
  const { Status: status, ApproximateNumberOfMessagesMoved: moved = 0 } = await follow(session, tasks, { ...task, Status: 'CANCELLING' });
  output.result({ status, moved }, () => ({
    CANCELLED: `cancelled after ${count(moved)} dead letters; the rest stays where it is`,
    CANCELLING: `${count(moved)} dead letters moved so far, and SQS still cancels the move`,
  }[status!] ?? `the move ended before it was cancelled, as ${status}, after ${count(moved)} dead letters`));
}

/** Whoever asks for another rate would wait for something else than happens. */
function demandSameRate({ MaxNumberOfMessagesPerSecond: its }: MoveTask, asked: number | undefined): void {
  if (asked !== undefined && asked !== its) {
    const rate = its === undefined ? 'as fast as SQS sees fit' : `at ${its} messages a second`;
    throw new Error(`a move runs already, ${rate}, and keeps its rate; leave --rate out to look after it, or end it with --cancel first`);
  }
}

async function follow({ output, interrupted }: Session, tasks: MoveTasks, task: MoveTask): Promise<MoveTask> {
  return tasks.follow(task, interrupted, ({ ApproximateNumberOfMessagesMoved: moved = 0, ApproximateNumberOfMessagesToMove: toMove }) =>
    output.progress(moved, toMove, 'dead letters moved'));
}

async function depthAfter(letters: DeadLetters, interrupted: AbortSignal): Promise<Depth> {
  let depth = await letters.depth();
  for (let looks = 1; depth.hidden > 0 && looks < LOOKS && !interrupted.aborted; looks += 1) {
    await pause(LOOK_EVERY_MS, interrupted);
    depth = await letters.depth();
  }
  return depth;
}

function tellEnd({ output }: Session, task: MoveTask, { waiting, hidden, hiddenSeconds }: Depth): void {
  const { Status: status, FailureReason: reason, ApproximateNumberOfMessagesMoved: moved = 0, ApproximateNumberOfMessagesToMove: toMove } = task;
  const complete = status === 'COMPLETED' && hidden === 0;
  output.result({ status, moved, to_move: toMove, reason, left_hidden: hidden, left_waiting: waiting, complete }, () => [
    `${count(moved)} dead letters moved back into the queue${endOf(status, reason)}`,
    ...hidden > 0 ? [`${count(hidden)} are hidden for up to ${Math.ceil(hiddenSeconds / 60)} minutes, as somebody looks at them; run it again then`] : [],
  ].join('\n'));
  if (!complete) {
    process.exitCode = 1;
  }
}

function endOf(status: string | undefined, reason: string | undefined): string {
  switch (status) {
    case 'COMPLETED': return '';
    case 'CANCELLED': return ', then the move was cancelled; the rest stays where it is';
    default: return `: ${status}, ${reason ?? 'SQS says no reason'}`;
  }
}
