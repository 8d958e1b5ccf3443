import type { StackResource, StackTemplate } from './stack-template';
import { throttle, type Throttle } from './throttle';

/** An API key that a usage plan lets into a stage. */
export interface SynthesizedApiKey {
  readonly id: string;
  readonly value: string;
  /** Whether the template has no value, so that API Gateway makes one up. */
  readonly madeUp: boolean;
  readonly throttle?: Throttle;
  readonly quota?: Quota;
}

/** Requests in a period. */
export interface Quota {
  readonly limit: number;
  /** `DAY`, `WEEK` or `MONTH`. */
  readonly period: string;
}

interface PlanStage {
  readonly ApiId?: string;
  readonly Stage?: string;
}

/** Reads the keys that a stage of a REST API knows; one that is switched off is unknown. */
export function readApiKeys(template: StackTemplate, apiId: string, stageName: string): SynthesizedApiKey[] {
  const plans = template.resources('AWS::ApiGateway::UsagePlan')
    .filter(plan => plan.list<PlanStage>('ApiStages').some(({ ApiId, Stage }) => ApiId === apiId && Stage === stageName));

  return plans.flatMap(plan => template.resources('AWS::ApiGateway::UsagePlanKey')
    .filter(key => key.text('UsagePlanId') === plan.logicalId)
    .map(key => key.text('KeyId'))
    .map(id => ({ id, key: template.resources('AWS::ApiGateway::ApiKey').find(({ logicalId }) => logicalId === id) }))
    .filter(({ key }) => key?.value('Enabled') !== false)
    .map(({ id, key }) => readApiKey(id, key, plan)));
}

function readApiKey(id: string, key: StackResource | undefined, plan: StackResource): SynthesizedApiKey {
  const limit = plan.optionalNumber('Quota.Limit');
  const value = key?.optionalText('Value');
  const told = value !== undefined && !value.startsWith('{{resolve:');
  return {
    id,
    value: told ? value : `local-${id}`,
    madeUp: !told,
    throttle: throttle(plan.optionalNumber('Throttle.RateLimit'), plan.optionalNumber('Throttle.BurstLimit')),
    quota: limit === undefined ? undefined : { limit, period: plan.text('Quota.Period') },
  };
}
