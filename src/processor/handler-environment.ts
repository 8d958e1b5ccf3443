import { HandlerOptions } from './handler-options';
import { privacyEnvironment } from './privacy-options';
import { ENVIRONMENT } from '../wire/environment';

/** Part of the memory that rows and objects may take until they are stored. */
const HELD_PART = 1 / 4;

const BYTES_PER_MB = 1_024 * 1_024;

/** What the function has of an execution environment. */
export interface HandlerShare {
  /** Memory of the environment in MB; absent when it is not known before deployment. */
  readonly memorySize?: number;
  /** Batches that the environment works on at the same time; absent when that is not known before deployment. */
  readonly concurrency?: number;
  /** Worker threads of the environment. */
  readonly workers: number;
}

/** Variables that the library's handler reads, besides the name of the bucket; what is not set has a default there. */
export function handlerEnvironment(options: HandlerOptions, { memorySize, concurrency, workers }: HandlerShare): Record<string, string> {
  const settings: Record<string, string | number | undefined> = {
    [ENVIRONMENT.maxEventBytes]: options.maxEventBytes,
    [ENVIRONMENT.compression]: options.compression,
    [ENVIRONMENT.objectBytes]: options.objectSize?.toBytes(),
    [ENVIRONMENT.maxWaitMs]: options.maxFlushWait?.toMilliseconds(),
    [ENVIRONMENT.maxHeldBytes]: memorySize && Math.floor(HELD_PART * memorySize * BYTES_PER_MB / workers),
    [ENVIRONMENT.workerConcurrency]: concurrency && Math.ceil(concurrency / workers),
    ...privacyEnvironment(options.privacy ?? {}),
  };
  return Object.fromEntries(Object.entries(settings).filter(([, value]) => value !== undefined).map(([name, value]) => [name, `${value}`]));
}
