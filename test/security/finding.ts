import { CfnElement } from 'aws-cdk-lib';
import type { ScannedPipeline } from './scanned-pipelines';

/** One thing that a scanner has to say. */
export interface Finding {
  /** Name of the pipeline. */
  readonly pipeline: string;
  /** Id of the rule, its pack included. */
  readonly rule: string;
  /** Path of the construct below the pipeline. */
  readonly resource: string;
  /** Why it is as it should be, where the construct itself says so. */
  readonly reason?: string;
}

/** Path below the pipeline of a construct with the given path from the app's root. */
export function resourceOf(constructPath: string): string {
  return constructPath.split('/').slice(2).join('/').replace(/\/Resource$/, '');
}

/** Path of the resource with a logical id. */
export function pathOfLogicalId({ stack }: ScannedPipeline, logicalId: string): string {
  const found = stack.node.findAll().find(node => CfnElement.isCfnElement(node) && stack.resolve(node.logicalId) === logicalId);
  if (found === undefined) {
    throw new Error(`${stack.stackName} must have the resource ${logicalId} that a scanner names`);
  }
  return resourceOf(found.node.path);
}
