import { Annotations, CfnOutput, CfnResource, Lazy, Stack } from 'aws-cdk-lib';
import { Construct, IConstruct } from 'constructs';
import { linkedTemplate } from './linked-template';
import { factsOfTraffic } from './traffic-facts';
import { TRAFFIC_RULES } from './traffic-rules';
import { LinkedResources } from '../../private/linked-resources';
import { warn } from '../../private/rules';
import type { PipelineConfiguration } from '../configuration';
import { estimateCost, type CostEstimate } from '../cost-estimate';
import { money } from '../cost-report';
import { PriceList } from '../prices/price-list';
import { US_EAST_1 } from '../prices/us-east-1';
import { readConfiguration } from '../template-configuration';
import { settleTraffic, type TelemetryTraffic } from '../traffic';

const PRICES = new PriceList(US_EAST_1);

/** The constructs of a pipeline that tell what it costs. */
export interface PricedConstructs {
  /** The API; absent from the app when it was imported. */
  readonly api: IConstruct;
  readonly doorKind: 'rest' | 'http';
  readonly eventSourceMapping: IConstruct;
  readonly function: IConstruct;
}

/** Estimates what a pipeline costs, as its template would be now. */
export function estimateOf(scope: IConstruct, constructs: PricedConstructs, traffic: TelemetryTraffic): CostEstimate {
  const { fleets, unsurePrices, events, ...estimate } = estimateCost(configurationOf(scope, constructs), traffic, PRICES);
  return estimate;
}

/** At synthesis, warns of what keeps a pipeline from carrying some traffic, and tells what it costs, as a note and as an output. */
export function expectTraffic(scope: Construct, constructs: PricedConstructs, traffic: TelemetryTraffic): void {
  settleTraffic(traffic);
  const cost = () => inWords(estimateOf(scope, constructs, traffic));

  const output = new CfnOutput(scope, 'ExpectedCost', {
    description: 'What the expected traffic costs a month, by the price list of the library',
    value: Lazy.string({ produce: cost }),
  });
  output.node.addValidation({
    validate: () => {
      // On the output, since what is acknowledged at a construct holds for later warnings below it, not for its own.
      warn(output, TRAFFIC_RULES, factsOfTraffic(configurationOf(scope, constructs), traffic, PRICES));
      Annotations.of(output).addInfoV2('cdk-telemetry-pipeline:ExpectedCost', cost());
      return [];
    },
  });
}

function configurationOf(scope: IConstruct, { api, doorKind, eventSourceMapping, function: reader }: PricedConstructs): PipelineConfiguration {
  return readConfiguration(linkedTemplate(new LinkedResources(scope.node.root), Stack.of(scope)), {
    doorKind,
    apiId: pathOf(api),
    mappingId: pathOf(eventSourceMapping),
    functionId: pathOf(reader),
  });
}

/** Path of the resource that a construct is made for. */
function pathOf(construct: IConstruct): string {
  const resource = construct.node.defaultChild;
  return CfnResource.isCfnResource(resource) ? resource.node.path : construct.node.path;
}

function inWords({ usdPerMonth, usdPerMillionEvents, compute, parts, region, pricesAsOf }: CostEstimate): string {
  const largest = [...parts].sort((one, other) => other.usdPerMonth - one.usdPerMonth).slice(0, 3).map(({ name, usdPerMonth: usd }) => `${name} ${money(usd)}`);
  return `about ${money(usdPerMonth)} USD a month on ${compute}, ${money(usdPerMillionEvents)} for a million events: ${largest.join(', ')} and others; `
    + `prices of ${region}, ${pricesAsOf}`;
}
