import { Annotations, Token } from 'aws-cdk-lib';
import { Construct } from 'constructs';

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
  const broken = rules.filter(rule => !rule.holds(facts));

  for (const rule of broken.filter(({ severity }) => severity === 'warning')) {
    Annotations.of(scope).addWarningV2(`${PACKAGE}:${rule.id}`, rule.message(facts));
  }

  const findings = broken.filter(({ severity }) => severity === 'error').map(rule => `  - ${rule.message(facts)} [${rule.id}]`);
  if (findings.length > 0) {
    throw new Error(`${scope.node.path} cannot be deployed:\n${findings.join('\n')}`);
  }
}

/** Whether a value lies in a closed range; one that is known only at deployment, or absent, does. */
export function within(value: number | undefined, least: number, most: number): boolean {
  return value === undefined || Token.isUnresolved(value) || (value >= least && value <= most);
}
