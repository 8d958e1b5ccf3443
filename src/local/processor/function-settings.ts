import { LOCAL_ACCOUNT, LOCAL_REGION } from '../queue/queue-address';

/** A function as an execution environment needs to know it. */
export interface FunctionSettings {
  /** Folder of the function's code. */
  readonly assetFolder: string;
  /** File and export, such as `index.handler`. */
  readonly handler: string;
  readonly functionName: string;
  readonly memorySizeMb: number;
  readonly timeoutSeconds: number;
  /** Most invocations that one environment on managed instances runs at a time; absent for an ordinary function, whose environment runs one. */
  readonly maxConcurrency?: number;
  /** Variables of the function, together with the `AWS_ENDPOINT_URL_…` of what stands for AWS. */
  readonly environment: Readonly<Record<string, string>>;
}

/** Version that is invoked when none is named. */
export function versionOf({ maxConcurrency }: FunctionSettings): string {
  return maxConcurrency === undefined ? '$LATEST' : '$LATEST.PUBLISHED';
}

/** Most invocations that an environment of the function runs at a time. */
export function concurrencyOf({ maxConcurrency }: FunctionSettings): number {
  return maxConcurrency ?? 1;
}

/** ARN that a function has on localhost. */
export function localFunctionArn(fn: FunctionSettings): string {
  return `arn:aws:lambda:${LOCAL_REGION}:${LOCAL_ACCOUNT}:function:${fn.functionName}:${versionOf(fn)}`;
}
