import { WORKER, WORKER_PARTS as PARTS } from './measured-worker';
import { measuredConfiguration } from '../../../src/economics/measurement/measured-configuration';
import { measuredCost, type MeasuredCost } from '../../../src/economics/measurement/measured-cost';
import type { Measurement } from '../../../src/economics/measurement/measurement';
import { cheapest } from '../../../src/economics/measurement/verdict';
import { PriceList } from '../../../src/economics/prices/price-list';
import { US_EAST_1 } from '../../../src/economics/prices/us-east-1';

function priced(measurement: Measurement, parts: Parameters<typeof measuredConfiguration>[0] = PARTS): MeasuredCost {
  return measuredCost(measuredConfiguration(parts, { unread: [] }, measurement), measurement, {}, new PriceList(US_EAST_1));
}

const partsOf = ({ cases }: MeasuredCost) => cases.flatMap(({ computes }) => computes.flatMap(({ parts }) => parts));
const namesOf = (cost: MeasuredCost) => [...new Set(partsOf(cost).map(({ name }) => name))];
const totalsOf = ({ cases }: MeasuredCost) => cases.map(({ computes }) => computes.map(({ usdPerMonth }) => Math.round(usdPerMonth)));
const API = { kind: 'rest', dimensions: { ApiName: 'orders' } } as const;

describe('a worker of somebody else', () => {
  test('is billed for no API, S3, logs and metrics that it was not seen to have, and what is left out is named', () => {
    const cost = priced(WORKER);

    expect(namesOf(cost)).toEqual(['SQS requests', 'EC2 instances', 'management fee', 'Lambda requests', 'network', 'duration', 'ready environments']);
    expect(cost.notes).toEqual(expect.arrayContaining([
      expect.stringContaining('no API before the queue is known'),
      expect.stringContaining('what the function stores, calls and counts is not known'),
      expect.stringContaining('what the function logs is not known'),
    ]));
  });

  test('is no clear case while nobody knows whether it computes', () => {
    const cost = priced(WORKER);

    expect(totalsOf(cost)).toEqual([[1_023, 784, 683], [406, 784, 683]]); // managed instances, on demand, provisioned concurrency
    expect(cheapest(cost)).toBe('Which costs least depends on how much of its time the function computes: provisioned concurrency if the function computes '
      + 'all the time, managed instances if the function waits all the time. --handler-speed decides it.');
  });

  test('is cheapest on managed instances when it is told to wait for most of the time', () => {
    const cost = measuredCost(measuredConfiguration(PARTS, { unread: [] }, WORKER), WORKER, { handlerSpeed: 1_000 }, new PriceList(US_EAST_1));

    expect(cheapest(cost)).toMatch(/^Managed instances cost least: [\d.]+ USD a month less than the next, provisioned concurrency\.$/);
  });

  test('waits on managed instances for nothing that it did not wait for before', () => {
    const [, waiting] = priced(WORKER).cases;

    expect(waiting.computes[0].fleets).toEqual([expect.objectContaining({ environments: 3 })]); // ten at once, and 48 have room
  });

  test('is billed for the API that was named, and for what it was seen to log', () => {
    const cost = priced({ ...WORKER, logBytesPerBatch: 400 }, { ...PARTS, door: API });
    const [{ computes: [, onDemand] }] = cost.cases;
    const usd = Object.fromEntries(onDemand.parts.map(({ name, usdPerMonth }) => [name, usdPerMonth]));
    const gibibytes = 100 * 730 * 3_600 * 400 / 1_024 ** 3;

    expect(usd['API requests']).toBeCloseTo(919.8);
    expect(usd['logs and metrics']).toBeCloseTo(gibibytes * (0.5 + 0.03));
    expect(cost.notes.join()).not.toContain('logs');
  });

  test('on managed instances, waits for as long as it did there without computing', () => {
    const CapacityProviderArn = 'arn:aws:lambda:us-east-1:123456789012:capacity-provider:fleet';
    const CapacityProviderConfig = { LambdaManagedInstancesCapacityProviderConfig: { CapacityProviderArn } };
    const cost = priced({ ...WORKER, busyVCpus: 2 }, { ...PARTS, function: { ...PARTS.function, CapacityProviderConfig } });

    expect(cost.cases).toMatchObject([{ title: 'as measured', handler: { eventsPerSecond: 50, waitSeconds: expect.closeTo(0.08) } }]);
  });
});

test('the library\'s handler is billed for what it stores, its logs and its metrics', () => {
  const cost = priced({ ...WORKER, isOwnHandler: true, eventsPerMessage: 1 }, { ...PARTS, door: API });

  expect(namesOf(cost)).toEqual(expect.arrayContaining(['API requests', 'logs and metrics', 'S3 requests', 'S3 storage']));
  expect(cost.notes).toEqual([]);
});
