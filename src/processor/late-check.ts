import { CfnResource } from 'aws-cdk-lib';
import { IConstruct } from 'constructs';
import { AttachedFunction, attachedFunctions, attachedInVain, functionsThat } from './attached-function';
import { namesOfCompute } from './compute-names';
import { ON_DEMAND_PROCESSOR_RULES, PROCESSOR_RULES } from './processor-rules';
import { OnDemandFacts } from './rules/on-demand-rules';
import { ProcessorFacts } from './rules/processor-facts';
import { checkAtSynthesis, checkedScopeOf } from '../private/late-checks';
import { LinkedResources } from '../private/linked-resources';
import { refusals, Rule, warn } from '../private/rules';
import { text } from '../private/template-values';
import { queueFacts } from '../queue/queue-facts';
import { QUEUE_RULES, QueueFacts, READER_RULES } from '../queue/queue-rules';

/** Checks functions on managed instances under a scope at synthesis, each in its own name. */
export function checkFunctionsLate(scope: IConstruct): void {
  checkAtSynthesis(scope, resources => [
    ...functionsUnder(scope, resources).flatMap(attached => check(ownerOf(attached.resource), attached, resources)),
    ...attachedInVain(resources).filter(published => checkedScopeOf(published) === scope)
      .flatMap(published => report(ownerOf(published), [{ attachedInVain: true }], [])),
  ]);
}

/** Checks the function of one construct at synthesis, in the construct's name, with what only its props tell. */
export function checkProcessorLate(scope: IConstruct, told: ProcessorFacts): void {
  checkAtSynthesis(scope, resources => functionsUnder(scope, resources)
    .flatMap(attached => check(scope, ownFunction(scope, attached, told, resources), resources)));
}

/** Checks an ordinary function at synthesis, in the name of its construct, with what only the construct's props tell. */
export function checkOnDemandLate(scope: IConstruct, resource: CfnResource, told: OnDemandFacts): void {
  checkAtSynthesis(scope, resources => functionsThat(resources, candidate => candidate === resource)
    .flatMap(found => check(scope, ownFunction(scope, found, told, resources), resources, ON_DEMAND_PROCESSOR_RULES)));
}

/** A function of ours, of which more is known and more is asked than of others. */
function ownFunction(scope: IConstruct, found: AttachedFunction, told: ProcessorFacts, resources: LinkedResources): AttachedFunction {
  const names = namesOfCompute(scope, resources);
  const ofNames = names ? { namesOfCompute: names } : { fixedName: text(resources.propertiesOf(found.resource).FunctionName) };
  return { ...found, facts: found.facts.map(facts => ({ ...facts, ...told, ...ofNames })) };
}

function functionsUnder(scope: IConstruct, resources: LinkedResources): AttachedFunction[] {
  return attachedFunctions(resources).filter(({ resource }) => checkedScopeOf(resource) === scope);
}

function check(
  subject: IConstruct, { facts, queues }: AttachedFunction, resources: LinkedResources, rules: readonly Rule<ProcessorFacts>[] = PROCESSOR_RULES,
): string[] {
  const read = queues.filter(queue => queue !== undefined).map(queue => {
    const checkedByItself = checkedScopeOf(queue) !== undefined && checkedScopeOf(queue) !== checkedScopeOf(subject);
    return { ...queueFacts(resources, queue, facts[0].timeout), checkedByItself };
  });
  return report(subject, facts, read, rules);
}

interface ReadQueue extends QueueFacts {
  /** True for a queue that leaves its own findings at its own place. */
  readonly checkedByItself: boolean;
}

function report(
  subject: IConstruct, facts: readonly ProcessorFacts[], queues: readonly ReadQueue[], rules: readonly Rule<ProcessorFacts>[] = PROCESSOR_RULES,
): string[] {
  facts.forEach(it => warn(subject, rules, it));
  queues.forEach(it => warn(subject, READER_RULES, it));
  const others = queues.filter(({ checkedByItself }) => !checkedByItself);
  others.forEach(it => warn(subject, QUEUE_RULES, it));
  return [...refusals(subject, rules, facts), ...refusals(subject, READER_RULES, queues), ...refusals(subject, QUEUE_RULES, others)];
}

/** The construct that a resource is the heart of. */
function ownerOf(resource: CfnResource): IConstruct {
  const scope = resource.node.scope;
  return scope?.node.defaultChild === resource ? scope : resource;
}
