import type { ReplayLedger } from './replay-ledger';
import { describePlan, planOf, rowsOf, steps, type ReplayChoice } from './replay-plan';
import { ReplaySender } from './replay-sender';
import type { Session } from '../command';
import { count } from '../terminal/table';

/** How a replay is done. */
export interface ReplayOptions extends ReplayChoice {
  /** Whether messages are sent; else it is only told which. */
  readonly send: boolean;
  readonly perSecond: number;
  readonly limit: number;
}

/** Sends rows of quarantine through the pipeline again; they stay in quarantine, and the archive remembers that it was done. */
export async function replay({ target, output, interrupted }: Session, options: ReplayOptions): Promise<void> {
  const { send, perSecond, limit } = options;
  const { queueUrl } = target;
  const plan = await planOf(steps(target, options, interrupted), limit);
  if (interrupted.aborted) {
    output.result({ dry_run: !send, ...plan, sent: 0, complete: false },
      () => `${describePlan(plan)}\n\nstopped while looking; ${count(rowsOf(plan))} rows so far, nothing was sent`);
    return;
  }
  if (!send) {
    output.result({ dry_run: true, ...plan, complete: true },
      () => `${describePlan(plan)}\n\n${plan.to_send > 0 ? 'Nothing was sent. --send does.' : 'There is nothing to send.'}`);
    return;
  }
  output.say(describePlan(plan));

  const sender = new ReplaySender(target.sqs, queueUrl, perSecond, interrupted);
  let ledger: ReplayLedger | undefined;
  let taken = 0;
  try {
    for await (const step of steps(target, options, interrupted)) {
      if (step.ledger !== ledger) {
        await sender.flush();
        await ledger?.write();
        ledger = step.ledger;
      }
      if (step.verdict === 'send') {
        await sender.add(step);
        output.progress(sender.sent, plan.to_send, 'rows replayed');
        taken += 1;
      }
      if (taken === limit) {
        break;
      }
    }
    await sender.flush();
  } finally {
    await ledger?.write();
  }

  const refused = Object.fromEntries(sender.refused);
  const complete = !interrupted.aborted && sender.refused.size === 0;
  output.result({ dry_run: false, ...plan, sent: sender.sent, refused, complete }, () => [
    plan.to_send === 0 ? 'There is nothing to send.' : `${count(sender.sent)} of ${count(plan.to_send)} rows replayed`,
    ...Object.entries(refused).map(([code, rows]) => `${count(rows)} refused by SQS: ${code}`),
    ...interrupted.aborted ? [`stopped before the end; the same command goes on with the other ${count(plan.to_send - sender.sent)}`] : [],
  ].join('\n'));
  if (sender.refused.size > 0) {
    process.exitCode = 1;
  }
}
