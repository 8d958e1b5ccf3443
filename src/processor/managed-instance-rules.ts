import { IConstruct } from 'constructs';
import { checkFunctionsLate } from './late-check';

/**
 * Checks functions on Lambda Managed Instances that were made with plain aws-cdk-lib.
 *
 * At synthesis, every function under a scope that has a capacity provider is held to the same rules as the processor of a
 * pipeline, with the values that its template will have: after aspects, escape hatches and property overrides. What Lambda
 * would refuse fails the synthesis; what is risky gives a warning that can be acknowledged.
 *
 * @example
 * ManagedInstanceRules.check(this);
 */
export class ManagedInstanceRules {
  /**
   * Checks every function under the scope when the app is synthesized; a second call for it changes nothing.
   *
   * @param scope app, stack or construct whose functions are checked
   */
  public static check(scope: IConstruct): void {
    checkFunctionsLate(scope);
  }

  private constructor() {}
}
