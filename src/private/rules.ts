import { Annotations, Token } from 'aws-cdk-lib';
import { Construct, IConstruct } from 'constructs';

/** Prefix of the ids under which warnings are acknowledged. */
const PACKAGE = 'cdk-telemetry-pipeline';

/** One thing that must hold for a construct, told in terms of its settled facts. */
export interface Rule<Facts> {
  /** Subject first, PascalCase, never reused; `docs/rules.md` has a row of the same id. */
  readonly id: string;
  /** What AWS refuses is an error; what is legal but risky or costly is a warning that can be acknowledged. */
  readonly severity: 'error' | 'warning';
  /** Whether the facts keep the rule. Facts that are known only at deployment always hold. */
  readonly holds: (facts: Facts) => boolean;
  /** The prop, what must hold, the value found, and the remedy where it is not implied. */
  readonly message: (facts: Facts) => string;
  /** Page that states the limit. */
  readonly source: string;
}

/**
 * Checks every rule, warns of the broken ones that are warnings, and throws one error that lists the others.
 */
export function enforce<Facts>(scope: Construct, rules: readonly Rule<Facts>[], facts: Facts): void {
  warn(scope, rules, facts);
  refuse(scope, rules, facts);
}

/** Throws one error that lists every broken rule that is an error. */
export function refuse<Facts>(scope: IConstruct, rules: readonly Rule<Facts>[], facts: Facts): void {
  for (const refusal of refusals(scope, rules, [facts])) {
    throw new Error(refusal);
  }
}

/** Nothing, or one text that lists what is wrong with a construct, each thing once. */
export function refusals<Facts>(scope: IConstruct, rules: readonly Rule<Facts>[], allFacts: readonly Facts[]): string[] {
  const findings = new Set(allFacts.flatMap(facts => broken(rules, facts, 'error').map(rule => `  - ${rule.message(facts)} [${rule.id}]`)));
  return findings.size > 0 ? [`${scope.node.path} cannot be deployed:\n${[...findings].join('\n')}`] : [];
}

/** Leaves a warning for every broken rule that is one. */
export function warn<Facts>(scope: IConstruct, rules: readonly Rule<Facts>[], facts: Facts): void {
  for (const rule of broken(rules, facts, 'warning')) {
    Annotations.of(scope).addWarningV2(`${PACKAGE}:${rule.id}`, rule.message(facts));
  }
}

function broken<Facts>(rules: readonly Rule<Facts>[], facts: Facts, severity: Rule<Facts>['severity']): Rule<Facts>[] {
  return rules.filter(rule => rule.severity === severity && !rule.holds(facts));
}

/** Whether a value lies in a closed range; one that is known only at deployment, or absent, does. */
export function within(value: number | undefined, least: number, most: number): boolean {
  return value === undefined || Token.isUnresolved(value) || (value >= least && value <= most);
}

/** Whether something holds for values that are all known; if one is not, it does. */
export function whenKnown<Values extends readonly unknown[]>(
  values: { [Index in keyof Values]: Values[Index] | undefined }, holds: (...known: Values) => boolean,
): boolean {
  return values.some(value => value === undefined) || holds(...values as unknown as Values);
}

/** The value, unless it is known only at deployment. */
export function known<Value>(value: Value | undefined): Value | undefined {
  return Token.isUnresolved(value) ? undefined : value;
}

/** A number as it is read: with separators of thousands. */
export function grouped(value: number | undefined): string {
  return value === undefined ? 'none' : value.toLocaleString('en-US');
}

/** A size in MB as it is read. */
export function megabytes(size: number | undefined): string {
  return `${grouped(size)} MB`;
}
