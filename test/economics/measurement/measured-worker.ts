import type { MeasuredPipeline } from '../../../src/cli/economics/measurement-text';
import { measuredConfiguration } from '../../../src/economics/measurement/measured-configuration';
import { measuredCost, subjectOf } from '../../../src/economics/measurement/measured-cost';
import { measuredPlan } from '../../../src/economics/measurement/measured-plan';
import type { Measurement } from '../../../src/economics/measurement/measurement';
import { argumentsFor, cheapest } from '../../../src/economics/measurement/verdict';
import { PriceList } from '../../../src/economics/prices/price-list';
import { US_EAST_1 } from '../../../src/economics/prices/us-east-1';

const HOURS = 48;
const RATE = 100;

/** A worker of somebody else: a message at a time, a tenth of a second for each. */
export const WORKER: Measurement = {
  period: { from: new Date('2026-11-01T00:00:00Z'), to: new Date('2026-11-03T00:00:00Z') },
  isOwnHandler: false,
  hours: HOURS,
  hourlyRates: Array.from({ length: HOURS }, () => RATE),
  figures: [{ name: 'messages sent, a second', mean: RATE, most: RATE }],
  messages: RATE * HOURS * 3_600,
  batches: RATE * HOURS * 3_600,
  bytesPerMessage: 500,
  secondsPerBatch: 0.1,
  missing: [],
};

/** What it consists of. */
export const WORKER_PARTS = {
  functionName: 'worker', queueName: 'jobs', function: { MemorySize: 1_769, Architectures: ['arm64' as const] }, mapping: { BatchSize: 1 },
};

/** Everything that is told of a worker, and what was compared for it. */
export function toldOf(measurement: Measurement) {
  const prices = new PriceList(US_EAST_1);
  const pipeline = measuredConfiguration(WORKER_PARTS, { unread: [] }, measurement);
  const cost = measuredCost(pipeline, measurement, {}, prices);
  const subject = (handler: Parameters<typeof subjectOf>[2]) => subjectOf(pipeline, cost.traffic!, handler, {}, prices);
  const side = { queue: { visibilitySeconds: 30, retentionSeconds: 345_600, maxReceiveCount: 5 }, timeoutSeconds: 3 };
  const measured: MeasuredPipeline = {
    subject: { function: 'worker', queue: 'jobs', compute: 'onDemand' },
    measurement,
    comparison: cost,
    cheapest: cheapest(cost),
    arguments: argumentsFor(measurement, cost, false),
    plan: measuredPlan(cost, measurement, side, subject, () => undefined),
    prices: { region: prices.region, asOf: prices.asOf },
    notes: cost.notes,
  };
  return { measured, subjects: cost.cases.map(({ handler }) => subject(handler)) };
}
