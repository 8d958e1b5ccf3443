import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { HANDLER } from '../../src/economics/assumptions';
import { batchingSensitivity, compareComputes } from '../../src/economics/comparison';
import { DEFAULT_CONFIGURATION, DEFAULT_MANAGED_INSTANCES, DEFAULT_ON_DEMAND, type PipelineConfiguration } from '../../src/economics/configuration';
import { estimateCost, type CostEstimate, type EstimateOptions } from '../../src/economics/cost-estimate';
import { crossingsOf, floorRateOf, lastCrossing } from '../../src/economics/crossings';
import { PriceList } from '../../src/economics/prices/price-list';
import { US_EAST_1 } from '../../src/economics/prices/us-east-1';
import type { TelemetryTraffic } from '../../src/economics/traffic';

const prices = new PriceList(US_EAST_1);
const NO_NETWORK = { endpointZones: 0, natGateways: 0, addresses: 0 };
const onDemand: PipelineConfiguration = { ...DEFAULT_CONFIGURATION, compute: DEFAULT_ON_DEMAND, network: NO_NETWORK };

function estimate(pipeline: Partial<PipelineConfiguration> = {}, traffic: Partial<TelemetryTraffic> = {}, options?: EstimateOptions) {
  return estimateCost({ ...DEFAULT_CONFIGURATION, ...pipeline }, { eventsPerSecond: 2_000, ...traffic }, prices, options);
}

function part({ parts }: CostEstimate, name: string): number {
  return parts.find(it => it.name === name)?.usdPerMonth ?? 0;
}

describe('managed instances', () => {
  test('three m7g.large with their fee and an endpoint in three zones are the floor', () => {
    const idle = estimate({}, { eventsPerSecond: 0.01 });

    expect(idle.fleets).toEqual([{ type: 'm7g.large', instances: 3, environments: 3, vCpus: 6 }]);
    expect(part(idle, 'EC2 instances')).toBeCloseTo(3 * 730 * 0.0816, 6);
    expect(part(idle, 'management fee')).toBeCloseTo(3 * 730 * 0.0816 * 0.15, 6);
    expect(part(idle, 'network')).toBeCloseTo(21.9, 2);
  });

  test('a Savings Plan is taken off the instances and not off the fee', () => {
    const [list, plan] = [estimate(), estimate({}, {}, { savingsPlanDiscount: 0.5 })];

    expect(part(plan, 'EC2 instances')).toBeCloseTo(part(list, 'EC2 instances') / 2, 6);
    expect(part(plan, 'management fee')).toBe(part(list, 'management fee'));
  });

  test('environments are bought until half of their CPU carries the load, in whatever size is cheapest', () => {
    const eventsPerSecond = 10 * HANDLER.eventsPerSecond.gzip;
    const { fleets: [fleet] } = estimate({}, { eventsPerSecond, bytesPerEvent: HANDLER.bytesPerEvent });

    expect(fleet).toEqual({ type: 'm7g.2xlarge', instances: 3, environments: 20, vCpus: 24 });
  });

  test('an environment of 16 GB takes instances that hold it beside what Lambda keeps', () => {
    const { fleets: [fleet] } = estimate({ compute: { ...DEFAULT_MANAGED_INSTANCES, memoryMiB: 16_384, vCpus: 2 } });

    expect(fleet).toMatchObject({ type: 'r7g.xlarge', instances: 3 });
  });

  test('of each instance, Lambda keeps a vCPU', () => {
    const compute = { ...DEFAULT_MANAGED_INSTANCES, minimumEnvironments: 10, allowedTypes: ['r7g.large'] };

    expect(estimate({ compute }).fleets).toEqual([{ type: 'r7g.large', instances: 10, environments: 10, vCpus: 20 }]);
  });

  test('batches that wait for others each need a place in an environment', () => {
    const { fleets: [fleet] } = estimate({}, { eventsPerSecond: 10_000 }, { ownHandler: { waitSeconds: 100 } });

    expect(fleet.environments).toBe(Math.ceil((0.9167 * (2 + 100) + 0.088) / 16));
  });

  test('batches that run together share objects, so that fewer are stored than on ordinary Lambda', () => {
    const [managed, ordinary] = [DEFAULT_CONFIGURATION, onDemand].map(pipeline => estimate(pipeline, { eventsPerSecond: 100_000 }));
    const objects = (cost: CostEstimate) => part(cost, 'S3 requests') / 0.000005 / (730 * 3_600);

    expect(objects(managed)).toBeCloseTo(1.5, 1); // three workers, each stores every two seconds
    expect(objects(ordinary)).toBeGreaterThan(9);
  });

  test('instances are told by their type, in busy hours too', () => {
    const detail = (traffic: Partial<TelemetryTraffic>) => estimate({}, traffic).parts.find(({ name }) => name === 'EC2 instances')!.detail;

    expect(detail({})).toBe('3 × m7g.large');
    expect(detail({ peakFactor: 5 })).toBe('3 × m7g.large');
    expect(detail({ eventsPerSecond: 40_000, peakFactor: 10 })).toMatch(/^3 × m7g\.large, \d+ × m7g\.\w+ in busy hours$/);
  });

  test('only types that may be launched are counted', () => {
    const allowed = estimate({ compute: { ...DEFAULT_MANAGED_INSTANCES, allowedTypes: ['m7g.2xlarge', 'r7g.*'] } });
    const excluded = estimate({ compute: { ...DEFAULT_MANAGED_INSTANCES, excludedTypes: ['m7g.*'] } });

    expect(allowed.fleets[0].type).toBe('r7g.large');
    expect(excluded.fleets[0].type).toBe('r7g.large');
    expect(() => estimate({ compute: { ...DEFAULT_MANAGED_INSTANCES, allowedTypes: ['x2gd.xlarge'] } }))
      .toThrow('must have an instance type that may be launched and holds 1 vCPU and 4096 MB of arm64, got none');
  });

  test.each([
    { allowedTypes: ['m8g.large'], type: 'm8g.large', usd: 0.0816, like: 'm7g.large, the nearest type in the list' },
    { allowedTypes: ['r8gd.*'], type: 'r8gd.large', usd: 0.1071, like: 'r7g.large, the nearest type in the list' },
    { allowedTypes: ['m7g.16xlarge'], type: 'm7g.16xlarge', usd: 32 * 0.0816, like: 'm7g.8xlarge, the nearest type in the list, in proportion' },
  ])('$type, which the list lacks, costs what the nearest type does, is marked and named', ({ allowedTypes, type, usd, like }) => {
    const priced = estimate({ compute: { ...DEFAULT_MANAGED_INSTANCES, allowedTypes } });

    expect(priced.fleets).toEqual([expect.objectContaining({ type, instances: 3 })]);
    expect(priced.parts.find(({ name }) => name === 'EC2 instances')).toMatchObject({ usdPerMonth: expect.closeTo(3 * 730 * usd, 6), isUnsure: true });
    expect(priced.unsurePrices).toContain(`ec2.${type}`);
    expect(priced.notes).toContain(`${type} has no price in the list of us-east-1: taken is that of ${like}`);
  });

  test('a small C type, of which AWS says two things, is counted when it is allowed by its name', () => {
    const compute = { ...DEFAULT_MANAGED_INSTANCES, memoryMiB: 2_048 };

    expect(estimate({ compute: { ...compute, allowedTypes: ['c7g.large'] } }).fleets[0].type).toBe('c7g.large');
    expect(estimate({ compute: { ...compute, allowedTypes: ['c7g.*'] } }).fleets[0].type).toBe('c7g.xlarge');
  });

  test('traffic above 5 MB/s is priced with the pollers that it needs, and says so', () => {
    const below = estimate({}, { eventsPerSecond: 9_523 }); // 525 bytes each with the attributes of their messages
    const above = estimate({}, { eventsPerSecond: 9_524 });

    expect(part(below, 'pollers')).toBe(0);
    expect(part(above, 'pollers')).toBeCloseTo(6 * 730 * 0.00925, 6);
    expect(above.notes).toContain('the mapping needs up to 6 pollers of its own for this traffic, 1 MB/s each; priced with as many as each hour needs');
  });

  test('busy hours have instances of their own, and a cap that is too low is told', () => {
    const quiet = estimate({}, { eventsPerSecond: 40_000 });
    const capped = { compute: { ...DEFAULT_MANAGED_INSTANCES, maxVCpuCount: 12 } };
    const busy = estimate(capped, { eventsPerSecond: 40_000, peakFactor: 40, peakHoursPerDay: 6 });

    expect(busy.fleets).toHaveLength(2);
    expect(busy.fleets[1].environments).toBeGreaterThan(10);
    expect(part(busy, 'EC2 instances')).toBeGreaterThan(part(quiet, 'EC2 instances') * 1.5);
    expect(busy.notes.join()).toContain('for this traffic, got 12; priced as if it were');
  });
});

describe('ordinary Lambda', () => {
  test('costs nothing for instances and network, and duration grows with the events', () => {
    const [one, ten] = [1, 10].map(factor => estimate(onDemand, { eventsPerSecond: 20_000 * factor }));

    expect(part(one, 'EC2 instances') + part(one, 'management fee') + part(one, 'network')).toBe(0);
    expect(part(ten, 'duration') / part(one, 'duration')).toBeCloseTo(10, 1);
  });

  test('half a vCPU takes twice the time of half the memory', () => {
    const half = { ...onDemand, compute: { ...DEFAULT_ON_DEMAND, memoryMiB: 1_769 / 2 } };
    const options = { ownHandler: { waitSeconds: 0 } };

    expect(part(estimate(half, {}, options), 'duration')).toBeCloseTo(part(estimate(onDemand, {}, options), 'duration'), 6);
  });

  test('ephemeral storage beyond 512 MB is paid for while batches run', () => {
    const larger = { ...onDemand, compute: { ...DEFAULT_ON_DEMAND, storageMiB: 10_240 } };
    const seconds = part(estimate(onDemand), 'duration') / 0.0000133334 / (1_769 / 1_024);

    expect(part(estimate(larger), 'duration') - part(estimate(onDemand), 'duration')).toBeCloseTo(seconds * 9.5 * 0.0000000309, 6);
  });

  test('environments that stand ready take over duration at a lower price, as far as they reach', () => {
    const ready = { ...onDemand, compute: { ...DEFAULT_ON_DEMAND, provisionedConcurrency: 1 } };
    const [without, within] = [estimate(onDemand), estimate(ready)];

    expect(within.compute).toBe('provisioned concurrency');
    expect(part(within, 'ready environments')).toBeCloseTo(730 * 3_600 * 1_769 / 1_024 * 0.0000033334, 6);
    expect(part(within, 'duration') / part(without, 'duration')).toBeCloseTo(0.0000077778 / 0.0000133334, 6);
  });
});

describe('what is around it', () => {
  test('an HTTP API costs less than a third of a REST API', () => {
    const http = estimate({ door: { kind: 'http', accessLogBytes: 360 } });

    expect(part(http, 'API requests')).toBeCloseTo(part(estimate(), 'API requests') / 3.5, 6);
  });

  test('a message of more than 64 KB is billed as several requests', () => {
    const [small, large] = [120, 140].map(eventsPerRequest => estimate({}, { eventsPerRequest, eventsPerSecond: 140 * 120 }));
    const perRequest = (cost: CostEstimate, eventsPerRequest: number) => part(cost, 'SQS requests') * eventsPerRequest;

    expect(perRequest(large, 140)).toBeGreaterThan(1.4 * perRequest(small, 120));
  });

  test('messages with groups cost a tenth of a dollar more for each million', () => {
    const requests = 2_000 / 20 * 730 * 3_600;

    expect(part(estimate({ fairQueue: true }), 'SQS requests') - part(estimate(), 'SQS requests')).toBeCloseTo(requests * 0.1 / 1e6, 6);
  });

  test('what goes through NAT costs its bytes: logs and objects, or logs alone', () => {
    const busy = { eventsPerSecond: 2_000, peakFactor: 5 };
    const nat = { endpointZones: 0, natGateways: 1, addresses: 1, logsThrough: 'nat' } as const;
    const [logs, both] = [nat, { ...nat, objectsThrough: 'nat' as const }].map(network => part(estimate({ network }, busy), 'network'));

    expect(both - logs).toBeCloseTo(part(estimate({}, busy), 'S3 storage') / 0.023 * 0.045, 6);
    expect(both - logs).toBeCloseTo(22.1, 1);
  });

  test('a queue with a key of one\'s own pays for calls to it by the formula of the developer guide of SQS', () => {
    expect(part(estimate({ queueKeyReuseSeconds: 300 }), 'keys and secrets')).toBeCloseTo(730 * 12 * (2 * 1 + 1) * 0.03 / 10_000, 6);
  });

  test('objects that expire are stored for as long only', () => {
    const day = estimate({ expirationDays: 1 });

    expect(part(day, 'S3 storage')).toBeCloseTo(part(estimate(), 'S3 storage') / (730 / 24), 6);
  });

  test('what is not priced is named, and parts with unsure prices are marked', () => {
    const { notes, parts, unsurePrices } = estimate({ unpriced: ['AWS::WAFv2::WebACL'] });

    expect(notes).toEqual(['not priced: AWS::WAFv2::WebACL']);
    expect(parts.filter(({ isUnsure }) => isUnsure).map(({ name }) => name)).toEqual(['API requests', 'logs and metrics', 'monitoring']);
    expect(unsurePrices).toContain('apigateway.rest.request');
  });
});

test('with prices of another region, all parts but those that it has are marked', () => {
  const rows = { 'sqs.standard.request': { bands: [{ usd: 4e-7 }], confidence: 'high', source: 'mine' } } as const;
  const abroad = estimateCost(DEFAULT_CONFIGURATION, { eventsPerSecond: 2_000 }, prices.with({ region: 'eu-west-1', asOf: '2026-11-27', rows }));

  expect(abroad.parts.filter(({ isUnsure }) => !isUnsure).map(({ name }) => name)).toEqual(['SQS requests']);
  expect(abroad.unsurePrices).toEqual(expect.arrayContaining(['s3.put', 'ec2.m7g.large', 'lambda.request']));
});

describe('the comparison', () => {
  const subject = { pipeline: DEFAULT_CONFIGURATION, traffic: { eventsPerSecond: 2_000 }, prices };

  test('the pipeline differs in its compute alone', () => {
    const { managed, onDemand: ordinary, provisioned } = compareComputes(subject);

    expect([managed, ordinary, provisioned].map(({ compute }) => compute)).toEqual(['managed instances', 'on demand', 'provisioned concurrency']);
    expect(new Set([managed, ordinary, provisioned].map(cost => part(cost, 'API requests'))).size).toBe(1);
    expect(ordinary.usdPerMonth).toBe(estimate(onDemand).usdPerMonth);
  });

  test('by list prices, ordinary Lambda costs less at every traffic for the handler of the library', () => {
    expect(crossingsOf(subject)).toEqual([]);
  });

  test('with a Savings Plan and a slow handler, managed instances cost less from the crossing on and more below it', () => {
    const options = { savingsPlanDiscount: 0.72, ownHandler: { eventsPerSecond: 1_000 } };
    const crossing = lastCrossing(crossingsOf({ ...subject, options }))!;
    const advantageAt = (eventsPerSecond: number) => {
      const { managed, onDemand: ordinary, provisioned } = compareComputes({ ...subject, traffic: { eventsPerSecond }, options });
      return Math.min(ordinary.usdPerMonth, provisioned.usdPerMonth) - managed.usdPerMonth;
    };

    expect(advantageAt(crossing)).toBeGreaterThan(0);
    expect(advantageAt(crossing * 0.998)).toBeLessThanOrEqual(0);
  });

  test('a handler that waits for seconds is cheaper where an environment runs many batches at once', () => {
    const waiting = (waitSeconds: number) => lastCrossing(crossingsOf({ ...subject, options: { ownHandler: { waitSeconds } } }));

    expect(waiting(0.2)).toBeUndefined();
    expect(waiting(30)).toBeLessThan(100);
  });

  test('the floor is most of the bill up to about a billion events a month at the REST API', () => {
    const events = floorRateOf(subject) * 730 * 3_600;

    expect(events).toBeGreaterThan(0.9e9);
    expect(events).toBeLessThan(1.3e9);
  });

  test('events sent one by one cost more than ten times as much as twenty at a time', () => {
    const usd = batchingSensitivity(subject).map(([, { usdPerMillionEvents }]) => usdPerMillionEvents);

    expect(usd).toEqual([...usd].sort((a, b) => b - a));
    expect(usd[0] / usd[2]).toBeGreaterThan(10);
  });
});

test('the speed of the handler is what the benchmark last measured, to a quarter', () => {
  const { eventsPerSecondAndCore, bytesPerEvent } = JSON.parse(readFileSync(join(__dirname, '..', '..', 'bench', 'results', 'handler.json'), 'utf8'));

  for (const compression of ['gzip', 'zstd'] as const) {
    expect(Math.abs(HANDLER.eventsPerSecond[compression] / eventsPerSecondAndCore[compression] - 1)).toBeLessThan(0.25);
    expect(Math.abs(HANDLER.storedBytesPerEvent[compression] / bytesPerEvent[compression] - 1)).toBeLessThan(0.25);
  }
});

test.each([
  { traffic: { eventsPerSecond: 0 }, says: 'eventsPerSecond must be above 0, got 0' },
  { traffic: { eventsPerSecond: 1, eventsPerRequest: 0.5 }, says: 'eventsPerRequest must be at least 1, got 0.5' },
  { traffic: { eventsPerSecond: 1, peakFactor: 0 }, says: 'peakFactor must be at least 1, got 0' },
  { traffic: { eventsPerSecond: 1, peakHoursPerDay: 25 }, says: 'peakHoursPerDay must be from 0 to 24, got 25' },
])('refuses traffic that cannot be: $says', ({ traffic, says }) => {
  expect(() => estimateCost(DEFAULT_CONFIGURATION, traffic, prices)).toThrow(says);
});
