import type { AssemblyStack } from './cloud-assembly';
import { findFunction, readFunction, type SynthesizedFunction } from './function';

/** Functions that decide who may send. */
export interface AuthorizerFunctions {
  readonly runnable: readonly SynthesizedFunction[];
  /** Why others cannot run here. */
  readonly differences: readonly string[];
}

/** Finds the functions of authorizers; one of another app, or not of Node, cannot run here. */
export function readAuthorizerFunctions(stack: AssemblyStack, names: readonly string[]): AuthorizerFunctions {
  const runnable: SynthesizedFunction[] = [];
  const differences: string[] = [];
  for (const name of new Set(names)) {
    try {
      runnable.push(readAuthorizerFunction(stack, name));
    } catch (error) {
      differences.push(`the authorizer ${name} does not run here, and every request is let in: ${(error as Error).message}`);
    }
  }
  return { runnable, differences };
}

function readAuthorizerFunction(stack: AssemblyStack, name: string): SynthesizedFunction {
  const found = findFunction(stack, name);
  if (!found) {
    throw new Error(`it must be a function of ${stack.name}, got none of that name there`);
  }
  const fn = readFunction(stack, found);
  if (!fn.runtime.startsWith('nodejs')) {
    throw new Error(`its runtime must be a nodejs one, got ${fn.runtime}`);
  }
  return fn;
}
