import { CpuMeter } from './cpu-meter';
import type { EventQueue } from './event-queue';
import type { Guesses } from './guesses';
import { MECHANICS } from './mechanics';
import type { PlannedCompute, Work } from './planned-compute';
import { MEMORY_OF_VCPU } from '../assumptions';
import type { OnDemand } from '../configuration';

const TEN_SECONDS = 10;

/** Ordinary Lambda: an environment for each batch that runs, new ones at the price of a cold start. */
export class OnDemandCompute implements PlannedCompute {
  readonly instances = 0;
  readonly instanceVCpus = 0;
  environments: number;
  runningBatches = 0;
  isAtMost = false;

  private readonly meter: CpuMeter;
  private busyCpus = 0;
  private budget: number = MECHANICS.onDemand.environmentsPerTenSeconds;
  private budgetAt = 0;
  private readonly busiest: { readonly at: number; batches: number }[] = [{ at: 0, batches: 0 }];

  constructor(private readonly settings: OnDemand, private readonly clock: EventQueue, private readonly guesses: Guesses) {
    this.environments = settings.provisionedConcurrency;
    this.meter = new CpuMeter(clock);
  }

  takeCpuUse(): number {
    this.measure();
    return this.meter.take();
  }

  roomFor(batches: number): number {
    const { environmentsPerTenSeconds } = MECHANICS.onDemand;
    this.budget = Math.min(environmentsPerTenSeconds, this.budget + (this.clock.now - this.budgetAt) / TEN_SECONDS * environmentsPerTenSeconds);
    this.budgetAt = this.clock.now;
    const underLimit = this.settings.maxConcurrency - this.runningBatches;
    const underRate = this.environments - this.runningBatches + Math.floor(this.budget);
    this.isAtMost = batches > underLimit;
    return Math.max(0, Math.min(batches, underLimit, underRate));
  }

  begin({ batches, cpuSeconds, waitSeconds }: Work): number {
    this.measure();
    this.runningBatches += batches;
    const added = Math.max(0, this.runningBatches - this.environments);
    this.environments += added;
    this.budget -= added;
    const last = this.busiest.at(-1)!;
    last.batches = Math.max(last.batches, this.runningBatches);
    const seconds = waitSeconds + cpuSeconds / Math.min(1, this.vCpus) + (added > 0 ? this.guesses.coldStartSeconds : 0);
    this.busyCpus += batches * cpuSeconds / seconds;
    return seconds;
  }

  end({ batches, cpuSeconds }: Work, seconds: number): void {
    this.measure();
    this.runningBatches -= batches;
    this.busyCpus = this.runningBatches === 0 ? 0 : this.busyCpus - batches * cpuSeconds / seconds;
  }

  throttled(): void {}

  adjust(): void {
    this.measure();
    const { now } = this.clock;
    while (this.busiest[0].at < now - this.guesses.idleSeconds) {
      this.busiest.shift();
    }
    this.busiest.push({ at: now, batches: this.runningBatches });
    this.environments = Math.max(this.settings.provisionedConcurrency, ...this.busiest.map(({ batches }) => batches));
  }

  private measure(): void {
    this.meter.goOn(this.busyCpus, this.environments * this.vCpus);
  }

  private get vCpus(): number {
    return this.settings.memoryMiB / MEMORY_OF_VCPU;
  }
}
