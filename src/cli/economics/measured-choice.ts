import type { CloudWatchClient } from '@aws-sdk/client-cloudwatch';
import { partsOfFunction, partsOfStack, type AccountClients, type DeployedDoor, type DeployedParts } from '../../economics/measurement/deployed-parts';
import { metricsWith } from '../../economics/measurement/hourly-metrics';
import { UsageError } from '../usage-error';

/** Which pipeline is measured. */
export interface MeasuredChoice {
  readonly stack?: string;
  readonly function?: string;
  readonly queue?: string;
  readonly api?: string;
}

/** Refuses what names no pipeline, or two. */
export function demandOneSubject({ stack, function: reader, queue, api }: MeasuredChoice, usage: string): void {
  if ((stack === undefined) === (reader === undefined)) {
    throw new UsageError(`--stack or --function must be given, got ${stack === undefined ? 'none' : 'both'}`, usage);
  }
  if (stack !== undefined && (queue ?? api) !== undefined) {
    throw new UsageError('--queue and --api must stand beside --function, got --stack; a stack tells both by itself', usage);
  }
}

/** Finds what was chosen. */
export async function deployedParts(
  clients: AccountClients, cloudWatch: CloudWatchClient, { stack, function: reader, queue, api }: MeasuredChoice,
): Promise<DeployedParts> {
  if (stack !== undefined) {
    return partsOfStack(clients, stack);
  }
  const parts = await partsOfFunction(clients, reader!, queue);
  return api === undefined ? parts : { ...parts, door: await doorNamed(cloudWatch, api) };
}

/** The dimension that has metrics under this name tells the kind of the API. */
async function doorNamed(cloudWatch: CloudWatchClient, api: string): Promise<DeployedDoor> {
  const doors: readonly DeployedDoor[] = [{ kind: 'rest', dimensions: { ApiName: api } }, { kind: 'http', dimensions: { ApiId: api } }];
  for (const door of doors) {
    if ((await metricsWith(cloudWatch, 'AWS/ApiGateway', door.dimensions)).length > 0) {
      return door;
    }
  }
  throw new Error(`--api must be the name of a REST API or the id of an HTTP API that had requests in the last two weeks, got '${api}'`);
}
