import { batchingSensitivity, compareComputes, type Subject } from './comparison';
import type { DetailedEstimate } from './cost-estimate';
import { crossingsOf, floorRateOf, MOST_RATE, type Crossing } from './crossings';
import type { PriceKey } from './prices/price-keys';
import { eventsPerMonth, settleTraffic, type SettledTraffic } from './traffic';

/** Everything that is told of what a pipeline costs. */
export interface CostReport {
  readonly traffic: SettledTraffic;
  readonly eventsPerMonth: number;
  readonly region: string;
  readonly pricesAsOf: string;
  readonly computes: readonly DetailedEstimate[];
  readonly floorEventsPerMonth: number;
  readonly crossings: readonly Crossing[];
  readonly batching: readonly { readonly eventsPerRequest: number; readonly usdPerMonth: number; readonly usdPerMillionEvents: number }[];
  readonly unsurePrices: readonly { readonly key: PriceKey; readonly usd: number; readonly confidence: string; readonly source: string }[];
  readonly notes: readonly string[];
}

/** A table as rows of texts; the first is its head. */
export type Table = readonly (readonly string[])[];

/** Works out everything that is told of what a pipeline costs. */
export function costReport(subject: Subject): CostReport {
  const { prices } = subject;
  const traffic = settleTraffic(subject.traffic);
  const { managed, onDemand, provisioned } = compareComputes(subject);
  const computes = [managed, onDemand, provisioned];
  const floorTraffic = settleTraffic({ ...traffic, eventsPerSecond: floorRateOf(subject) });

  return {
    traffic,
    eventsPerMonth: managed.events,
    region: managed.region,
    pricesAsOf: managed.pricesAsOf,
    computes,
    floorEventsPerMonth: eventsPerMonth(floorTraffic),
    crossings: crossingsOf(subject),
    batching: batchingSensitivity(subject)
      .map(([eventsPerRequest, { usdPerMonth, usdPerMillionEvents }]) => ({ eventsPerRequest, usdPerMonth, usdPerMillionEvents })),
    unsurePrices: [...new Set(computes.flatMap(({ unsurePrices }) => unsurePrices))]
      .map(key => ({ key, usd: Number(prices.rate(key).toPrecision(12)), confidence: prices.row(key).confidence, source: prices.row(key).source })),
    notes: [...new Set(computes.flatMap(({ compute, notes }) => notes.map(note => note.startsWith('not priced') ? note : `${compute}: ${note}`)))],
  };
}

/** What each part costs on each kind of compute. */
export function costTable({ computes }: Pick<CostReport, 'computes'>): Table {
  const names = [...new Set(computes.flatMap(({ parts }) => parts.map(({ name }) => name)))];
  const cell = ({ parts }: DetailedEstimate, name: string) => {
    const part = parts.find(it => it.name === name);
    return part === undefined ? '' : `${money(part.usdPerMonth)}${part.isUnsure ? ' ?' : '  '}`;
  };
  return [
    ['USD a month', ...computes.map(({ compute }) => compute)],
    ...names.map(name => [name, ...computes.map(estimate => cell(estimate, name))]),
    ['total', ...computes.map(({ usdPerMonth }) => `${money(usdPerMonth)}  `)],
    ['for a million events', ...computes.map(({ usdPerMillionEvents }) => `${small(usdPerMillionEvents)}  `)],
  ];
}

/** What parts are made of, where their names do not tell. */
export function detailsOf({ computes }: Pick<CostReport, 'computes'>): string[] {
  return [...new Set(computes.flatMap(({ parts }) => parts.flatMap(({ name, detail }) => detail === undefined ? [] : [`${name}: ${detail}`])))];
}

/** What batching by the client does to the bill of the pipeline as it is. */
export function batchingTable({ batching }: CostReport): Table {
  return [
    ['events a request', 'USD a month', 'USD for a million events'],
    ...batching.map(row => [whole(row.eventsPerRequest), money(row.usdPerMonth), small(row.usdPerMillionEvents)]),
  ];
}

/** Sentences that the tables do not tell. */
export function conclusions({ computes: [managed, onDemand, provisioned], floorEventsPerMonth, crossings }: CostReport): string[] {
  const [fleet] = managed.fleets;
  return [
    `Below ${rounded(floorEventsPerMonth)} events a month the instances (${fleet.instances} × ${fleet.type} or as cheap), their fee and their network are most of `
    + 'the bill of managed instances, whoever sends or not.',
    crossingText(crossings),
    provisioned.usdPerMonth < onDemand.usdPerMonth
      ? `For this traffic, provisioned concurrency costs ${money(onDemand.usdPerMonth - provisioned.usdPerMonth)} USD a month less than ordinary Lambda on demand.`
      : `For this traffic, provisioned concurrency costs ${money(provisioned.usdPerMonth - onDemand.usdPerMonth)} USD a month more than ordinary Lambda on demand.`,
  ];
}

/** Where managed instances cost less, in a sentence. */
export function crossingText(crossings: readonly Crossing[]): string {
  const [first, last] = [crossings[0], crossings.at(-1)];
  const most = `${rounded(MOST_RATE)} events/s`;
  if (last === undefined) {
    return `Managed instances cost more than ordinary Lambda at every rate up to ${most}: instances are paid for while they wait, `
      + 'ordinary Lambda only while it works.';
  }
  const [from, to] = [first, last].map(({ eventsPerSecond }) => rounded(eventsPerSecond));
  if (!last.isForManaged) {
    return `Managed instances cost less than ordinary Lambda at some rates from ${from} to ${to} events/s, and at no other up to ${most}.`;
  }
  return crossings.length === 1
    ? `Managed instances cost less than ordinary Lambda from ${from} events/s on.`
    : `Managed instances cost less than ordinary Lambda at some rates from ${from} events/s on, and at every one from ${to} on.`;
}

/** The traffic in words. */
export function trafficText({ traffic, eventsPerMonth: events }: CostReport): string {
  const { eventsPerSecond, eventsPerRequest, bytesPerEvent, peakFactor, peakHoursPerDay } = traffic;
  const peak = peakFactor === 1 ? '' : `, ${whole(peakFactor)} times as many for ${whole(peakHoursPerDay)} h a day`;
  return `${whole(eventsPerSecond)} events/s${peak}; ${whole(eventsPerRequest)} a request, ${whole(bytesPerEvent)} bytes each: ${rounded(events)} events a month`;
}

/** An amount of USD, to the cent. */
export function money(usd: number): string {
  return usd.toLocaleString('en-US', { minimumFractionDigits: 2, maximumFractionDigits: 2 });
}

function small(usd: number): string {
  return usd.toLocaleString('en-US', { minimumFractionDigits: 4, maximumFractionDigits: 4 });
}

function whole(value: number): string {
  return value.toLocaleString('en-US');
}

/** Two digits and a word, such as `1.2 billion`. */
function rounded(value: number): string {
  const [divisor, word] = value >= 1e9 ? [1e9, ' billion'] : value >= 1e6 ? [1e6, ' million'] : [1, ''];
  return `${Number((value / divisor).toPrecision(2)).toLocaleString('en-US')}${word}`;
}
