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
  /** Most invocations that one environment runs at a time. */
  readonly maxConcurrency: number;
  /** Variables of the function, together with the `AWS_ENDPOINT_URL_…` of what stands for AWS. */
  readonly environment: Readonly<Record<string, string>>;
}

/** ARN that a function has on localhost. */
export function localFunctionArn({ functionName }: FunctionSettings): string {
  return `arn:aws:lambda:${LOCAL_REGION}:${LOCAL_ACCOUNT}:function:${functionName}:$LATEST.PUBLISHED`;
}
