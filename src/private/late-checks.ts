import { IConstruct } from 'constructs';
import { LinkedResources } from './linked-resources';

/** Scopes that are checked at synthesis, to leave what lies in an inner one to that. */
const CHECKED = new WeakSet<IConstruct>();

/**
 * Has a scope checked at synthesis, when aspects and escape hatches have done their work, and once only.
 *
 * @param check gives the findings that must end the synthesis; warnings it may leave on constructs
 */
export function checkAtSynthesis(scope: IConstruct, check: (resources: LinkedResources) => string[]): void {
  if (CHECKED.has(scope)) {
    return;
  }
  CHECKED.add(scope);
  scope.node.addValidation({ validate: () => check(new LinkedResources(scope.node.root)) });
}

/** The innermost scope that is checked at synthesis and holds a construct. */
export function checkedScopeOf(construct: IConstruct): IConstruct | undefined {
  return construct.node.scopes.reverse().find(scope => CHECKED.has(scope));
}
