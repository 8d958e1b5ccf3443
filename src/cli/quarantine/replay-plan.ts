import { quarantinedRows, type Reader } from './quarantined-rows';
import { ReplayLedger } from './replay-ledger';
import { replayMessage, type ReplayMessage } from './replay-message';
import { isReplay, type Quarantined, type Selection } from './selection';
import type { UnnotedReplays } from './unnoted-replays';
import type { Bucket } from '../archive/stored-objects';
import { table } from '../terminal/table';

/** What becomes of a row in a replay. */
export type Step = Quarantined & { readonly ledger: ReplayLedger } & (
  | { readonly verdict: 'send'; readonly message: ReplayMessage }
  | { readonly verdict: 'replayed_before' | 'without_raw' | 'too_large' }
);

/** Which rows a replay takes. */
export interface ReplayChoice {
  readonly selection: Selection;
  /** Those whose last replay was before are taken again; nothing when none is. */
  readonly againBefore?: Date;
}

/** Looks at each row that is meant, and tells what to do with it; after the last one of an hour its ledger is stored. */
export async function* steps(
  bucket: Bucket, unnoted: UnnotedReplays, { selection, againBefore }: ReplayChoice, reader: Reader,
): AsyncGenerator<Step> {
  for await (const { folder, rows } of quarantinedRows(bucket, selection, reader)) {
    const ledger = await ReplayLedger.of(bucket, folder, unnoted);
    for await (const quarantined of rows) {
      yield { ...quarantined, ledger, ...verdictOn(quarantined, ledger.has(quarantined.id, againBefore)) };
    }
  }
}

function verdictOn(quarantined: Quarantined, before: boolean) {
  if (before) {
    return { verdict: 'replayed_before' } as const;
  }
  if (quarantined.row.raw === null) {
    return { verdict: 'without_raw' } as const;
  }
  const message = replayMessage(quarantined);
  return message === undefined ? { verdict: 'too_large' } as const : { verdict: 'send', message } as const;
}

/** What a replay would do, in rows. */
export interface ReplayPlan {
  readonly to_send: number;
  /** Of those, how many a replay brought to quarantine. */
  readonly quarantined_again: number;
  readonly replayed_before: number;
  readonly without_raw: number;
  readonly too_large: number;
  readonly by_code: Readonly<Record<string, number>>;
  /** Ids that are named and were not found. */
  readonly missing: readonly string[];
}

/** Counts what a replay would do; it takes no more than a limit. */
export async function planOf(all: AsyncIterable<Step>, limit: number, named: readonly string[]): Promise<ReplayPlan> {
  const missing = new Set(named);
  const counts = { send: 0, replayed_before: 0, without_raw: 0, too_large: 0 };
  const byCode: Record<string, number> = {};
  let quarantinedAgain = 0;
  for await (const { id, verdict, row } of all) {
    missing.delete(id);
    if (verdict === 'send' && counts.send >= limit) {
      continue;
    }
    counts[verdict] += 1;
    if (verdict === 'send') {
      byCode[row.code!] = (byCode[row.code!] ?? 0) + 1;
      quarantinedAgain += isReplay(row) ? 1 : 0;
    }
  }
  const { send, ...others } = counts;
  return { to_send: send, quarantined_again: quarantinedAgain, ...others, by_code: byCode, missing: [...missing] };
}

/** How many rows a plan looked at. */
export function rowsOf({ to_send: toSend, replayed_before: before, without_raw: withoutRaw, too_large: tooLarge }: ReplayPlan): number {
  return toSend + before + withoutRaw + tooLarge;
}

/** A plan as a person reads it. */
export function describePlan(plan: ReplayPlan): string {
  return table(['rows', 'what'], [
    [plan.to_send, `to replay${plan.to_send > 0 ? `: ${Object.entries(plan.by_code).map(([code, rows]) => `${code} ${rows}`).join(', ')}` : ''}`],
    ...plan.quarantined_again > 0 ? [[plan.quarantined_again, 'of those were replayed once, and quarantined again']] : [],
    ...plan.replayed_before > 0 ? [[plan.replayed_before, 'left out: replayed before (--again takes them)']] : [],
    ...plan.without_raw > 0 ? [[plan.without_raw, 'left out: what came in was not kept']] : [],
    ...plan.too_large > 0 ? [[plan.too_large, 'left out: too large for a message, even compressed']] : [],
  ]);
}
