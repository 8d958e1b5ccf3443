import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { DEFAULT_CONFIGURATION, type PipelineConfiguration } from '../../src/economics/configuration';
import type { OwnHandler } from '../../src/economics/cost/load';
import { estimateCost, type EstimateOptions } from '../../src/economics/cost-estimate';
import { conclusions, costReport, costTable, trafficText, type Table } from '../../src/economics/cost-report';
import { crossingsOf } from '../../src/economics/crossings';
import { PriceList } from '../../src/economics/prices/price-list';
import { US_EAST_1 } from '../../src/economics/prices/us-east-1';
import { generatedPart } from '../fixtures/generated-part';

const prices = new PriceList(US_EAST_1);
const PLANS = [0, 0.5, 0.72];

function markdown([head, ...rows]: Table): string {
  const line = (cells: readonly string[]) => `| ${cells.map(cell => cell.trim()).join(' | ')} |`;
  return [line(head), line(head.map((_, column) => column === 0 ? '---' : '---:')), ...rows.map(line)].join('\n');
}

function report(eventsPerSecond: number) {
  return costReport({ pipeline: DEFAULT_CONFIGURATION, traffic: { eventsPerSecond, peakFactor: 5 }, prices });
}

function crossing(options: EstimateOptions): string {
  const crossings = crossingsOf({ pipeline: DEFAULT_CONFIGURATION, traffic: { eventsPerSecond: 1 }, prices, options });
  const rates = [...new Set([crossings[0], crossings.at(-1)].filter(it => it !== undefined).map(it => Number(it.eventsPerSecond.toPrecision(2)).toLocaleString('en-US')))];
  return crossings.length === 0 ? 'never' : rates.join(crossings.at(-1)!.isForManaged ? ' / ' : ' to ');
}

test('the page has the bill of three profiles, as the tool reckons it', () => {
  const current = [50, 2_000, 50_000].map(report)
    .map(it => [`**${trafficText(it)}**`, markdown(costTable(it))].join('\n\n')).join('\n\n');

  expect(generatedPart('economics.md', 'profiles', current)).toBe(current);
});

test('the page draws the conclusions of the tool, which speak against the default', () => {
  const current = conclusions(report(2_000)).join('\n\n');

  expect(current).toContain('Managed instances cost more than ordinary Lambda');
  expect(generatedPart('economics.md', 'conclusion', current)).toBe(current);
});

test('the page tells for which handlers managed instances pay', () => {
  const handlers: readonly (readonly [string, OwnHandler])[] = [
    ['the library\'s', {}],
    ['10,000 events/s and vCPU', { eventsPerSecond: 10_000 }],
    ['1,000 events/s and vCPU', { eventsPerSecond: 1_000 }],
    ['the library\'s, and a batch waits 3 s', { waitSeconds: 3 }],
    ['the library\'s, and a batch waits 10 s', { waitSeconds: 10 }],
  ];
  const current = markdown([
    ['handler', 'list prices', 'half off EC2', '72 % off EC2'],
    ...handlers.map(([title, ownHandler]) => [title, ...PLANS.map(savingsPlanDiscount => crossing({ savingsPlanDiscount, ownHandler }))]),
  ]);

  expect(generatedPart('economics.md', 'crossing', current)).toBe(current);
});

test('the page lists the prices that are not known for sure, with their sources', () => {
  const unsure = prices.keys.map(key => ({ key, ...prices.row(key) })).filter(({ confidence }) => confidence !== 'high');
  const current = markdown([
    ['price', 'USD', 'confidence', 'source'],
    ...unsure.map(({ key, bands, confidence, source }) => [`\`${key}\``, bands.map(({ usd }) => Number(usd.toPrecision(6))).join(', '), confidence, source]),
  ]);

  expect(generatedPart('economics.md', 'unsure', current)).toBe(current);
});

describe('the README', () => {
  const readme = readFileSync(join(__dirname, '..', '..', 'README.md'), 'utf8');
  const parts = (pipeline: Partial<PipelineConfiguration>, eventsPerSecond: number, eventsPerRequest = 20) =>
    estimateCost({ ...DEFAULT_CONFIGURATION, ...pipeline }, { eventsPerSecond, eventsPerRequest }, prices);
  const usd = (estimate: ReturnType<typeof parts>, ...names: string[]) =>
    estimate.parts.filter(({ name }) => names.includes(name)).reduce((sum, part) => sum + part.usdPerMonth, 0);

  test('tells what the default costs before traffic', () => {
    const idle = parts({}, 0.001);

    expect(readme).toContain(`such as m7g.large, with Lambda's 15 % | ${usd(idle, 'EC2 instances', 'management fee').toFixed(0)} |`);
    expect(readme).toContain(`and there is no NAT | ${usd(idle, 'network').toFixed(0)} |`);
    expect(readme).toContain(`two metrics for them | ${usd(idle, 'monitoring').toFixed(0)} |`);
    expect(readme).toContain(`the handler's ten metrics | ${usd(idle, 'logs and metrics').toFixed(0)} |`);
  });

  test('tells what a million events cost', () => {
    const some = parts({}, 1_000);
    const million = (...names: string[]) => (usd(some, ...names) / (some.events / 1e6)).toFixed(2);
    const http = parts({ door: { kind: 'http', accessLogBytes: 358 } }, 1_000);
    const one = parts({}, 1_000, 1);
    const variable = (estimate: ReturnType<typeof parts>) => usd(estimate, 'API requests', 'SQS requests', 'S3 requests', 'S3 storage');

    expect(readme).toContain(`${million('API requests')} for the REST API (${(usd(http, 'API requests') / (http.events / 1e6)).toFixed(2)} for an HTTP API), `
      + `${million('SQS requests')} for SQS, ${million('logs and metrics')} for logs and metrics, less than 0.01 for S3`);
    expect(usd(some, 'S3 requests', 'S3 storage') / (some.events / 1e6)).toBeLessThan(0.01);
    expect(Math.abs(variable(one) / variable(some) / 15 - 1)).toBeLessThan(0.15);
    expect(readme).toContain('the same events cost about fifteen times as much');
  });

  test('does not hide what speaks against the default', () => {
    const { floorEventsPerMonth, crossings } = report(2_000);

    expect(Number((floorEventsPerMonth / 1e9).toPrecision(1))).toBe(1);
    expect(crossings).toEqual([]);
    expect(readme).toContain('Below a billion events a month the three instances are most of the bill');
    expect(readme).toContain('ordinary Lambda costs less at any traffic');
  });
});
