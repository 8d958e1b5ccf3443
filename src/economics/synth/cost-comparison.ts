import { Duration } from 'aws-cdk-lib';
import { IConstruct } from 'constructs';
import { demandKnown } from './known-numbers';
import { pipelineOf, PricedConstructs } from './priced-constructs';
import { CostEstimate, withoutWorkings } from '../cost-estimate';
import { costReport } from '../cost-report';
import { readPrices } from '../prices/price-file';
import { PriceList } from '../prices/price-list';
import { US_EAST_1 } from '../prices/us-east-1';
import { TelemetryTraffic } from '../traffic';

/** Prices of a region, of a contract or of another day. */
export interface PriceOverrides {
  /** Region of the prices, such as `eu-west-1`. Prices of us-east-1 that stay in another one are marked as not known for sure. */
  readonly region: string;

  /** Day of the prices, as YYYY-MM-DD. */
  readonly asOf: string;

  /**
   * USD for each unit, by the name of the price, such as `{ 'ec2.m7g.large': 0.0912 }`; at least 0.
   *
   * The names are those of the file that `telemetry-pipeline cost --prices` reads: `ec2.` and an instance type, or one of those that
   * an error lists. A price in bands becomes one for every amount. What is left out keeps the price of the library.
   */
  readonly usd: { readonly [name: string]: number };
}

/** What costs are compared for: traffic, and what changes a bill besides. */
export interface CostComparisonOptions extends TelemetryTraffic {
  /**
   * Prices of one's own.
   *
   * @default - those of the library, of us-east-1
   */
  readonly prices?: PriceOverrides;

  /**
   * Discount of a Savings Plan or a reservation on EC2 instances, as a share from 0 to 1; Lambda's fee has none.
   *
   * @default 0
   */
  readonly savingsPlanDiscount?: number;

  /**
   * Events in a second that a handler of one's own does on one vCPU; above 0.
   *
   * @default - those that were measured of the library's handler
   */
  readonly handlerEventsPerSecond?: number;

  /**
   * How long a batch waits for others, such as S3 and services that a handler of one's own calls.
   *
   * @default Duration.millis(200)
   */
  readonly handlerWait?: Duration;
}

/** A rate of traffic at which another compute begins to cost less. */
export interface CostBreakEven {
  /** Events in a second, round the clock. */
  readonly eventsPerSecond: number;

  /** What costs less from here on, until the next break-even: `managed instances` or `ordinary Lambda`. */
  readonly cheaper: string;
}

/** What a pipeline costs when clients send so many events at once. */
export interface BatchingCost {
  /** Events in a request. */
  readonly eventsPerRequest: number;

  /** USD a month. */
  readonly usdPerMonth: number;

  /** USD for each million events. */
  readonly usdPerMillionEvents: number;
}

/** A price that is not known for sure. */
export interface UnsurePrice {
  /** Name of the price, such as `ec2.m7i.large`. */
  readonly key: string;

  /** USD for the first unit. */
  readonly usd: number;

  /** `medium` when several sources agree, `low` for a single one or for the price of another region. */
  readonly confidence: string;

  /** Where it comes from. */
  readonly source: string;
}

/** What the same pipeline costs on each kind of compute. */
export interface CostComparison {
  /** On managed instances: as the pipeline has them, or else as the library would by default. */
  readonly managedInstances: CostEstimate;

  /** On ordinary Lambda, paid for while it works. */
  readonly onDemand: CostEstimate;

  /** On ordinary Lambda with environments that stand ready: as many as the pipeline says, or as the quiet hours need. */
  readonly provisionedConcurrency: CostEstimate;

  /** Where the cheaper one changes, the lowest rate first; empty when ordinary Lambda costs less up to 10 million events a second. */
  readonly breakEvens: CostBreakEven[];

  /** Events a month up to which instances, their fee and their network are most of what managed instances cost. */
  readonly floorEventsPerMonth: number;

  /** What batching by clients does to the bill of the pipeline as it is: 1, 5, 20 and 100 events a request. */
  readonly batching: BatchingCost[];

  /** Prices in these figures that are not known for sure. */
  readonly unsurePrices: UnsurePrice[];
}

/** Compares what a pipeline costs on each kind of compute, as its template would be now. */
export function comparisonOf(scope: IConstruct, constructs: PricedConstructs, options: CostComparisonOptions): CostComparison {
  const { prices: own, savingsPlanDiscount, handlerEventsPerSecond, handlerWait, ...traffic } = options;
  demandKnown({ ...traffic, savingsPlanDiscount, handlerEventsPerSecond });
  demandRange('savingsPlanDiscount', savingsPlanDiscount, 'from 0 to 1', value => value >= 0 && value <= 1);
  demandRange('handlerEventsPerSecond', handlerEventsPerSecond, 'above 0', value => value > 0);
  const list = new PriceList(US_EAST_1);
  const prices = own === undefined ? list : list.with(readPrices({ ...own, prices: own.usd }, 'prices'));
  const ownHandler = { eventsPerSecond: handlerEventsPerSecond, waitSeconds: handlerWait?.toSeconds({ integral: false }) };

  const pipeline = pipelineOf(scope, constructs).whole();
  const { computes, crossings, ...report } = costReport({ pipeline, traffic, prices, options: { savingsPlanDiscount, ownHandler } });
  const [managedInstances, onDemand, provisionedConcurrency] = computes.map(withoutWorkings);
  return {
    managedInstances,
    onDemand,
    provisionedConcurrency,
    breakEvens: crossings.map(({ eventsPerSecond, isForManaged }) => ({ eventsPerSecond, cheaper: isForManaged ? 'managed instances' : 'ordinary Lambda' })),
    floorEventsPerMonth: report.floorEventsPerMonth,
    batching: [...report.batching],
    unsurePrices: [...report.unsurePrices],
  };
}

function demandRange(name: string, value: number | undefined, range: string, holds: (value: number) => boolean): void {
  if (value !== undefined && (!Number.isFinite(value) || !holds(value))) {
    throw new Error(`${name} must be ${range}, got ${value}`);
  }
}
