import { Annotations, CfnOutput, Lazy } from 'aws-cdk-lib';
import { Construct, IConstruct } from 'constructs';
import { demandKnown } from './known-numbers';
import { PricedConstructs, pipelineOf } from './priced-constructs';
import { factsOfTraffic } from './traffic-facts';
import { TRAFFIC_RULES } from './traffic-rules';
import { warn } from '../../private/rules';
import { estimateCost, withoutWorkings, type CostEstimate } from '../cost-estimate';
import { money } from '../cost-report';
import { unlessInestimable } from '../inestimable';
import { PriceList } from '../prices/price-list';
import { US_EAST_1 } from '../prices/us-east-1';
import { settleTraffic, type TelemetryTraffic } from '../traffic';

const PRICES = new PriceList(US_EAST_1);

/** Estimates what a pipeline costs, as its template would be now. */
export function estimateOf(scope: IConstruct, constructs: PricedConstructs, traffic: TelemetryTraffic): CostEstimate {
  demandKnown(traffic);
  return withoutWorkings(estimateCost(pipelineOf(scope, constructs).whole(), traffic, PRICES));
}

/** At synthesis, warns of what keeps a pipeline from carrying some traffic, and tells what it costs, as a note and as an output. */
export function expectTraffic(scope: Construct, constructs: PricedConstructs, traffic: TelemetryTraffic): void {
  demandKnown(traffic, 'expectedTraffic.');
  settleTraffic(traffic);

  const output = new CfnOutput(scope, 'ExpectedCost', {
    description: 'What the expected traffic costs a month, by the price list of the library',
    value: Lazy.string({ produce: () => unlessInestimable(() => inWords(estimateOf(scope, constructs, traffic))) ?? 'cannot be estimated' }),
  });
  output.node.addValidation({
    validate: () => {
      const reasons: string[] = [];
      const cost = unlessInestimable(() => inWords(estimateOf(scope, constructs, traffic)), reason => reasons.push(reason));
      const facts = factsOfTraffic(pipelineOf(scope, constructs).asFarAsKnown(), traffic, PRICES);
      // On the output, since what is acknowledged at a construct holds for later warnings below it, not for its own.
      warn(output, TRAFFIC_RULES, { ...facts, inestimable: reasons[0] });
      if (cost !== undefined) {
        Annotations.of(output).addInfoV2('cdk-telemetry-pipeline:ExpectedCost', cost);
      }
      return [];
    },
  });
}

function inWords({ usdPerMonth, usdPerMillionEvents, compute, parts, region, pricesAsOf }: CostEstimate): string {
  const largest = [...parts].sort((one, other) => other.usdPerMonth - one.usdPerMonth).slice(0, 3).map(({ name, usdPerMonth: usd }) => `${name} ${money(usd)}`);
  return `about ${money(usdPerMonth)} USD a month on ${compute}, ${money(usdPerMillionEvents)} for a million events: ${largest.join(', ')} and others; `
    + `prices of ${region}, ${pricesAsOf}`;
}
