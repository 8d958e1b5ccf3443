import type { Guesses } from './guesses';
import { MECHANICS } from './mechanics';
import { POLLER_RATE, STANDARD_MAPPING_RATE, USUAL_GATHERERS } from '../assumptions';
import type { MappingConfiguration } from '../configuration';

/** How a mapping scales. */
export interface PlannedMapping extends MappingConfiguration {
  /** Most batches at a time, when the mapping has a limit of its own. */
  readonly maximumConcurrency?: number;
}

/** How many batches a mapping works on, and how many bytes it hands over. */
export class MappingPollers {
  /** Batches that it may work on now. */
  limit: number;

  private readonly least: number;
  private readonly most: number;
  private readonly step: number;
  private freeAt = 0;

  constructor(private readonly mapping: PlannedMapping, private readonly isCapped: boolean, private readonly guesses: Guesses) {
    const { minimumPollers, maximumPollers = 200, maximumConcurrency = Infinity } = mapping;
    const { standardMapping, provisionedMapping: { batchesPerPoller, batchesPerMinute } } = MECHANICS;
    [this.least, this.most, this.step] = minimumPollers === undefined
      ? [standardMapping.initialBatches, standardMapping.mostBatches, standardMapping.batchesPerMinute]
      : [minimumPollers * batchesPerPoller, maximumPollers * batchesPerPoller, batchesPerMinute];
    this.least = Math.min(this.least, maximumConcurrency);
    this.most = Math.min(this.most, maximumConcurrency);
    this.step *= guesses.pollerStepSeconds / 60;
    this.limit = this.least;
  }

  get isAtMost(): boolean {
    return this.limit >= this.most;
  }

  /** Whether its bytes are what it waits for, and cannot become more. */
  isOutOfBytes(now: number): boolean {
    const canGrow = this.mapping.minimumPollers !== undefined && !this.isAtMost;
    return !canGrow && this.freeAt > now;
  }

  /** Batches that are gathered side by side. */
  get gatherers(): number {
    return this.mapping.minimumPollers === undefined ? Math.min(USUAL_GATHERERS, this.most) : this.pollers;
  }

  /** When the mapping can hand over the next bytes. */
  get readyAt(): number {
    return this.freeAt;
  }

  handOver(now: number, bytes: number): void {
    this.freeAt = Math.max(now, this.freeAt) + bytes / this.bytesPerSecond;
  }

  /** Grows while messages are left that nothing takes, and backs off from throttles. */
  adjust(isShort: boolean, throttled: number): void {
    const shrinks = throttled > 0 ? this.step * this.guesses.backOff : this.step;
    this.limit = isShort && throttled === 0
      ? Math.min(this.most, this.limit + this.step)
      : Math.max(this.least, this.limit - shrinks);
  }

  private get pollers(): number {
    return Math.ceil(this.limit / MECHANICS.provisionedMapping.batchesPerPoller);
  }

  private get bytesPerSecond(): number {
    if (this.mapping.minimumPollers !== undefined) {
      return this.pollers * POLLER_RATE;
    }
    return this.isCapped ? STANDARD_MAPPING_RATE : Infinity;
  }
}
