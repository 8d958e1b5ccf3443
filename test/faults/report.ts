import type { Result, Scenario } from './conservation';
import { FAULT_KINDS } from './fault';

/** What is wrong with a result, in sentences; nothing when all is well. */
export function findings({ account, log, refusedRequests, partlyFailedBatches }: Result, { quota }: Pick<Scenario, 'quota'>): string[] {
  const { sent, accepted, landed, quarantined, deadLettered } = account;
  const planned = Object.values(quota).reduce((sum, count) => sum + count, 0);
  const must = (holds: boolean, sentence: string) => (holds ? [] : [sentence]);
  return [
    ...must(account.lost === 0, `no accepted event may be lost, got ${account.lost}`),
    ...must(account.unexplained === 0, `every duplicate must be explained by a fault, got ${account.unexplained} that are not`),
    ...must(account.foreign === 0, `nothing may be stored that was not accepted, got ${account.foreign}`),
    ...must(account.twofold === 0, `no event may be both landed and quarantined, got ${account.twofold}`),
    ...must(accepted === landed + quarantined + deadLettered, `accepted must be landed + quarantined + dead-lettered, got ${accepted}`),
    ...must(accepted === sent && refusedRequests === 0, `every request must be accepted, got ${refusedRequests} refused`),
    ...must(quarantined > 0, 'invalid bodies must be in quarantine, got none'),
    ...must(deadLettered > 0, 'poison messages must be in the dead-letter queue, got none'),
    ...must(partlyFailedBatches > 0, 'some batches must have failed in part, got none'),
    ...FAULT_KINDS.flatMap(kind => must(log.count(kind) > 0, `faults must be of every kind, got none of ${kind}`)),
    ...must(log.faults.length >= 0.9 * planned, `about ${planned} faults must be injected, got ${log.faults.length}`),
  ];
}

/** The result as a table. */
export function reportLines({ account, log, refusedRequests, partlyFailedBatches, seconds }: Result, seed: number): string[] {
  const row = (name: string, value: number | string) => `  ${name.padEnd(34)}${value.toLocaleString('en-US').padStart(12)}`;
  return [
    row('seed', String(seed)),
    row('events sent through the door', account.sent),
    row('accepted', account.accepted),
    row('requests refused', refusedRequests),
    '',
    row('faults injected', log.faults.length),
    ...FAULT_KINDS.map(kind => row(`  ${kind}`, log.count(kind))),
    row('batches that failed in part', partlyFailedBatches),
    '',
    row('landed', account.landed),
    row('quarantined', account.quarantined),
    row('dead-lettered only', account.deadLettered),
    row('dead-lettered and stored', account.storedAndDeadLettered),
    row('duplicate rows', account.duplicates),
    ...[...account.explained].map(([kind, count]) => row(`  explained by ${kind}`, count)),
    row('  unexplained', account.unexplained),
    row('lost', account.lost),
    row('duration', `${seconds.toFixed(1)} s`),
  ];
}
