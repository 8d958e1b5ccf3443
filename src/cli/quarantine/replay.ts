import type { ReplayLedger } from './replay-ledger';
import { describePlan, planOf, rowsOf, steps, type ReplayChoice } from './replay-plan';
import { ReplaySender } from './replay-sender';
import { missingText } from './selection';
import { UnnotedReplays } from './unnoted-replays';
import type { Session } from '../command';
import type { OtherOptions } from '../same-command';
import { count } from '../terminal/text';

/** How a replay is done. */
export interface ReplayOptions extends ReplayChoice {
  /** Whether messages are sent; else it is only told which. */
  readonly send: boolean;
  readonly perSecond: number;
  readonly limit: number;
  /** The command that was given, with its times as dates and with other options. */
  readonly commandWith: (others: OtherOptions) => string;
}

/** Sends rows of quarantine through the pipeline again; they stay in quarantine, and the archive remembers that it was done. */
export async function replay({ target, output, interrupted }: Session, options: ReplayOptions): Promise<void> {
  const { send, perSecond, limit, againBefore, commandWith, selection } = options;
  const { since, until } = selection;
  const { queueUrl } = target;
  const unnoted = new UnnotedReplays(target.bucket);
  const plan = await planOf(steps(target, unnoted, options, { interrupted, onRead: looked => output.reading(looked) }), limit, selection.ids);
  if (interrupted.aborted) {
    output.result({ dry_run: !send, since, until, ...plan, sent: 0, complete: false },
      () => `${describePlan(plan)}\n\nstopped while looking; ${count(rowsOf(plan))} rows so far, nothing was sent`);
    return;
  }
  if (plan.missing.length > 0) {
    output.fault(missingText(plan.missing, selection));
  }
  if (!send) {
    output.result({ dry_run: true, since, until, ...plan, complete: true },
      () => `${describePlan(plan)}\n\n${plan.to_send > 0 ? `Nothing was sent. This does:\n${commandWith({ send: true })}` : 'There is nothing to send.'}`);
    return;
  }
  output.say(describePlan(plan));

  const sender = new ReplaySender(target.sqs, queueUrl, perSecond, interrupted);
  let ledger: ReplayLedger | undefined;
  let taken = 0;
  try {
    for await (const step of steps(target, unnoted, options, { interrupted })) {
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
    await ledger?.close();
  }

  const refused = Object.fromEntries(sender.refused);
  const stopped = interrupted.aborted && sender.sent < plan.to_send;
  const complete = !stopped && sender.refused.size === 0;
  const goesOn = () => commandWith({
    ...againBefore !== undefined && { 'again': undefined, 'again-before': againBefore.toISOString() }, // or it would begin again
    ...limit < Infinity && { limit: String(limit - sender.sent) },
  });
  output.result({ dry_run: false, since, until, ...plan, sent: sender.sent, refused, complete }, () => [
    plan.to_send === 0 ? 'There is nothing to send.' : `${count(sender.sent)} of ${count(plan.to_send)} rows replayed`,
    ...Object.entries(refused).map(([code, rows]) => `${count(rows)} refused by SQS: ${code}`),
    ...stopped ? [`stopped before the end; this goes on with the other ${count(plan.to_send - sender.sent)}:`, goesOn()] : [],
  ].join('\n'));
  if (sender.refused.size > 0) {
    process.exitCode = 1;
  }
}
