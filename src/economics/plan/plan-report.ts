import type { PlanResult, Trouble } from './plan-record';
import type { PlannedPipeline } from './planned-pipeline';
import type { TrafficShape } from './traffic-shape';
import { POLLER_RATE } from '../assumptions';
import type { Table } from '../cost-report';

const HOUR = 3_600;

/** Rows of the table over time. */
const ROWS = 24;

/** What of a mapping's bytes a plan uses, so that a spike finds room. */
const FILL = 0.8;

/** Most pollers that a mapping may have at the least. */
const MOST_MINIMUM_POLLERS = 200;

/** What breaks, and what helps. */
export interface Finding {
  readonly trouble: Trouble;
  /** Seconds since the start. */
  readonly at: number;
  readonly says: string;
  readonly change: string;
}

/** What traffic does to a pipeline over time: the worst of each span. */
export function timeTable({ minutes, seconds }: PlanResult): Table {
  const span = Math.max(1, Math.ceil(seconds / 60 / ROWS));
  const head = ['from', 'events/s', 'queued', 'oldest', 'throttles', 'CPU', 'environments', 'instances'];
  const rows: string[][] = [];
  for (let first = 0; first < minutes.length; first += span) {
    const part = minutes.slice(first, first + span);
    const most = (of: (minute: (typeof part)[number]) => number) => part.reduce((found, minute) => Math.max(found, of(minute)), 0);
    rows.push([
      clock(part[0].at - 60), count(most(it => it.eventsPerSecond)), count(most(it => it.queued)), duration(most(it => it.oldestSeconds)),
      count(part.reduce((sum, { throttles }) => sum + throttles, 0)), `${Math.round(100 * most(it => it.cpuUse))} %`,
      count(most(it => it.environments)), count(most(it => it.instances)),
    ]);
  }
  return [head, ...rows];
}

/** The plan in figures. */
export function summary(result: PlanResult): Table {
  const { messages, receivedAgain } = result;
  return [
    ['requests', count(messages.sent + messages.refused)],
    ['refused by the door', count(messages.refused)],
    ['deepest queue', count(result.deepestQueue)],
    ['oldest message', duration(result.oldestSeconds)],
    ['wait on average', duration(result.averageWaitSeconds)],
    ['throttles, and in the worst minute', `${count(result.throttles)}, ${count(result.throttlesInWorstMinute)}`],
    ['most receives of a message', count(result.mostReceives)],
    ['received more than once', `${(100 * receivedAgain).toFixed(2)} %`],
    ['to the dead-letter queue', count(messages.deadLetters)],
    ['left at the end', count(messages.left)],
    ['most environments', count(result.mostEnvironments)],
    ['most instances', count(result.mostInstances)],
  ];
}

/** What breaks, first things first, and what to change. */
export function findings(result: PlanResult, pipeline: PlannedPipeline, traffic: TrafficShape): Finding[] {
  return result.troubles.map(({ trouble, at }) => ({ trouble, at, ...describe(trouble, result, pipeline, traffic) }));
}

function describe(trouble: Trouble, result: PlanResult, pipeline: PlannedPipeline, traffic: TrafficShape): Pick<Finding, 'says' | 'change'> {
  const { message, mapping, compute, queue, timeoutSeconds, requestsPerSecond = Infinity } = pipeline;
  const requests = traffic.most / message.events;
  const pollers = Math.max(2, Math.ceil(requests * message.bytes / POLLER_RATE / FILL)); // for what comes once the door lets all of it in
  const mostPollers = mapping.maximumPollers ?? 200;
  const isManaged = compute.kind === 'managedInstances';
  switch (trouble) {
    case 'doorRefuses': return {
      says: `the door refuses what is above ${count(requestsPerSecond)} requests a second: ${count(result.messages.refused)} requests`,
      change: `raise the throttle of the door to ${count(requests)}, or let clients send more events in a request`,
    };
    case 'mappingBytes': return {
      says: mapping.minimumPollers === undefined ? 'the mapping hands over 5 MB/s, and more comes' : `${count(mostPollers)} pollers hand over 1 MB/s each, and more comes`,
      change: mapping.minimumPollers !== undefined && pollers <= mostPollers
        ? `raise minimumPollers of processor.provisionedPollers to ${count(Math.min(pollers, MOST_MINIMUM_POLLERS))}, so that it need not grow first`
        : `set processor.provisionedPollers with maximumPollers: ${pollers}`,
    };
    case 'mappingBatches': return {
      says: 'the mapping works on as many batches as it may',
      change: `raise maxConcurrency or the pollers of the mapping, or its batches above ${count(message.mostInBatch)} messages`,
    };
    case 'throttles': return {
      says: `batches are throttled, ${count(result.throttlesInWorstMinute)} times in the worst minute, and tried again`,
      change: isManaged ? `raise minExecutionEnvironments to ${count(Math.max(result.mostEnvironments, 2 * compute.minimumEnvironments))}, or lower the CPU target`
        : 'raise the concurrency of the function, or bound the mapping\'s',
    };
    case 'capacity': return {
      says: isManaged ? `${count(result.mostEnvironments)} environments are the most, and more are wanted` : `${count(compute.maxConcurrency)} batches at a time are the most`,
      change: isManaged ? `raise maxVCpuCount above ${compute.maxVCpuCount} and maxExecutionEnvironments with it` : 'ask for a higher concurrency quota of the account',
    };
    case 'inFlight': return { says: 'SQS lets 120,000 messages be in flight, and that is reached', change: 'let clients send more events in a request, or make runs shorter' };
    case 'timeouts': return { says: `runs take longer than the timeout of ${duration(timeoutSeconds)}`, change: 'raise the timeout, give environments more vCPUs, or lower their concurrency' };
    case 'late': return { says: `messages wait up to ${duration(result.oldestSeconds)}`, change: 'what else is named here, which makes them wait' };
    case 'deadLetters': return {
      says: `${count(result.messages.deadLetters)} messages are received ${queue.maxReceiveCount} times in vain and go to the dead-letter queue`,
      change: 'raise maxReceiveCount or the visibility timeout, and what throttles',
    };
    case 'expired': return { says: `messages get older than the queue keeps them, ${duration(queue.retentionSeconds)}`, change: 'raise the retention period' };
  }
}

/** A finding as a line of a list. */
export function findingText({ at, says, change }: Finding): string {
  return `${clock(at)} ${says}: ${change}`;
}

/** Time of a plan, such as `13:05`. */
function clock(seconds: number): string {
  const minutes = Math.floor(seconds / 60);
  return `${String(Math.floor(minutes / 60)).padStart(2, '0')}:${String(minutes % 60).padStart(2, '0')}`;
}

/** How long something takes, such as `5.5 min`. */
export function duration(seconds: number): string {
  const [value, unit] = seconds < 120 ? [seconds, 's'] : seconds < 2 * HOUR ? [seconds / 60, 'min'] : [seconds / HOUR, 'h'];
  return `${Number(value.toPrecision(2)).toLocaleString('en-US')} ${unit}`;
}

/** A number of things, with separators between its thousands. */
export function count(value: number): string {
  return Math.round(value).toLocaleString('en-US');
}
