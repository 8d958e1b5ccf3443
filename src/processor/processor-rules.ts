import { ATTACHMENT_RULES } from './rules/attachment-rules';
import { CONCURRENCY_RULES } from './rules/concurrency-rules';
import { HANDLER_RULES } from './rules/handler-rules';
import { INSTANCE_TYPE_RULES } from './rules/instance-type-rules';
import { MANAGED_MAPPING_RULES, MAPPING_RULES } from './rules/mapping-rules';
import { MEMORY_RULES } from './rules/memory-rules';
import { NAME_RULES } from './rules/name-rules';
import { NETWORK_RULES } from './rules/network-rules';
import { ON_DEMAND_RULES, OnDemandFacts } from './rules/on-demand-rules';
import { ProcessorFacts } from './rules/processor-facts';
import { RUNTIME_RULES } from './rules/runtime-rules';
import { SCALING_RULES } from './rules/scaling-rules';
import { Rule } from '../private/rules';

/** Everything that must hold for a function on managed instances, its provider and its mapping. */
export const PROCESSOR_RULES: readonly Rule<ProcessorFacts>[] = [
  ...MEMORY_RULES,
  ...CONCURRENCY_RULES,
  ...SCALING_RULES,
  ...RUNTIME_RULES,
  ...INSTANCE_TYPE_RULES,
  ...NETWORK_RULES,
  ...MAPPING_RULES,
  ...MANAGED_MAPPING_RULES,
  ...ATTACHMENT_RULES,
  ...NAME_RULES,
  ...HANDLER_RULES,
];

/** Everything that must hold for an ordinary function and its mapping. */
export const ON_DEMAND_PROCESSOR_RULES: readonly Rule<OnDemandFacts>[] = [
  ...ON_DEMAND_RULES,
  ...NAME_RULES,
  ...MAPPING_RULES,
  ...HANDLER_RULES,
];
