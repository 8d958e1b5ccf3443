import { InestimableError } from '../inestimable';

/** A resource of a template. */
export interface ReadableResource {
  readonly logicalId: string;
  /** Path of the construct that made it; absent where the template does not tell. */
  readonly path?: string;
  /** Value of a property, by a path such as `ScalingConfig.MaximumConcurrency`. */
  value(path: string): unknown;
}

/** A template whose resources can be read, and followed from one to another. */
export interface ReadableTemplate {
  resources(type: string): ReadableResource[];
  /** Whether a value of a property stands for a resource: its name, its ARN or a reference to it. */
  names(value: unknown, resource: ReadableResource): boolean;
  /** Whether anything in the properties of a resource names another one. */
  uses(user: ReadableResource, used: ReadableResource): boolean;
}

/** A number of a property; one that is known only at deployment cannot be priced. */
export function number(resource: ReadableResource, path: string, unset: number): number {
  const value = resource.value(path) ?? unset;
  const found = Number(value);
  if (Number.isNaN(found)) {
    const got = typeof value === 'object' ? 'a value that is known only at deployment' : JSON.stringify(value);
    throw new InestimableError(`${path} of ${resource.logicalId} must be known to be priced, got ${got}`);
  }
  return found;
}

/** A list of a property; empty when it has none. */
export function list(resource: ReadableResource, path: string): unknown[] {
  const value = resource.value(path);
  return Array.isArray(value) ? value : [];
}

/** Texts in a list, without those that are known only at deployment. */
export function texts(resource: ReadableResource, path: string): string[] {
  return list(resource, path).filter((value): value is string => typeof value === 'string');
}
