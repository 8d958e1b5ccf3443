import { CpuMeter } from './cpu-meter';
import type { EventQueue } from './event-queue';
import type { Guesses } from './guesses';
import { MECHANICS } from './mechanics';
import type { PlannedCompute, Work } from './planned-compute';
import { KEPT_VCPUS } from '../assumptions';
import type { ManagedInstances } from '../configuration';
import { fleetsOfSize, type Fleets } from '../cost/instances';

const LEAST_INSTANCE_VCPUS = 2;

/**
 * Environments on EC2 instances that Lambda manages: they share their CPU among batches, refuse batches above their
 * concurrency, and become more when CPU or concurrency has been high for a while.
 */
export class ManagedCompute implements PlannedCompute {
  environments: number;
  runningBatches = 0;
  isAtMost = false;

  private readonly meter: CpuMeter;
  private readonly fleets: Fleets;
  private readonly most: number;
  private busyCpus = 0;
  private cpuArea = 0;
  private batchArea = 0;
  private measuredFrom = 0;
  private measuredUntil = 0;
  private hasThrottled = false;
  private isLaunching = false;
  private readonly wanted: { readonly at: number; readonly environments: number }[] = [];

  constructor(
    private readonly settings: ManagedInstances, private readonly clock: EventQueue, private readonly guesses: Guesses, fleets?: Fleets,
  ) {
    const isGuessed = fleets === undefined || guesses.instanceVCpus > 0;
    this.fleets = isGuessed ? fleetsOfSize(guesses.instanceVCpus || instanceFor(settings.vCpus), settings.vCpus) : fleets;
    this.most = mostUnderCap(settings, this.fleets);
    this.environments = settings.minimumEnvironments;
    this.meter = new CpuMeter(clock);
  }

  get instances(): number {
    return this.fleets(this.environments).instances;
  }

  get instanceVCpus(): number {
    return this.fleets(this.environments).vCpus;
  }

  takeCpuUse(): number {
    this.measure();
    return this.meter.take();
  }

  roomFor(batches: number): number {
    return Math.max(0, Math.min(batches, this.environments * this.settings.concurrency - this.runningBatches));
  }

  /** A batch takes as long as it takes alone, or its share of the CPU when there are more than the CPU can do at once. */
  begin(work: Work): number {
    this.measure();
    this.runningBatches += work.batches;
    const seconds = Math.max(work.waitSeconds + work.cpuSeconds, this.runningBatches * work.cpuSeconds / this.vCpus);
    this.busyCpus += work.batches * work.cpuSeconds / seconds;
    return seconds;
  }

  end({ batches, cpuSeconds }: Work, seconds: number): void {
    this.measure();
    this.runningBatches -= batches;
    this.busyCpus = this.runningBatches === 0 ? 0 : this.busyCpus - batches * cpuSeconds / seconds;
  }

  throttled(): void {
    this.hasThrottled = true;
  }

  adjust(): void {
    this.measure();
    const seconds = this.measuredUntil - this.measuredFrom;
    if (this.isLaunching || seconds < this.guesses.signalSeconds) {
      return;
    }
    const wanted = Math.max(this.settings.minimumEnvironments, this.wantedAfter(seconds));
    this.isAtMost = wanted > this.most;
    this.restart();
    if (wanted > this.environments) {
      this.launch(Math.min(wanted, this.most, this.environments * MECHANICS.managedInstances.growth));
    }
    this.shrink(wanted);
  }

  private get vCpus(): number {
    return this.environments * this.settings.vCpus;
  }

  private wantedAfter(seconds: number): number {
    const busy = Math.min(this.cpuArea / seconds, this.vCpus); // no more can be seen
    const cpu = busy / this.settings.vCpus / this.settings.cpuTarget;
    const full = this.hasThrottled ? this.environments * this.settings.concurrency : this.batchArea / seconds;
    return Math.ceil(Math.max(cpu, full / this.settings.concurrency / this.guesses.saturation) - 1e-9);
  }

  private launch(environments: number): void {
    if (environments <= this.environments) {
      return;
    }
    this.isLaunching = true;
    this.clock.at(this.clock.now + this.guesses.launchSeconds, () => {
      this.measure();
      this.environments = environments;
      this.isLaunching = false;
      this.restart();
    });
  }

  private shrink(wanted: number): void {
    const { now } = this.clock;
    this.wanted.push({ at: now, environments: wanted });
    while (this.wanted[0].at < now - this.guesses.scaleInSeconds) {
      this.wanted.shift();
    }
    const enough = Math.max(...this.wanted.map(({ environments }) => environments));
    if (!this.isLaunching && now >= this.guesses.scaleInSeconds && enough < this.environments) {
      this.environments = enough;
    }
  }

  private measure(): void {
    const seconds = this.clock.now - this.measuredUntil;
    this.meter.goOn(this.busyCpus, this.vCpus);
    this.cpuArea += this.busyCpus * seconds;
    this.batchArea += this.runningBatches * seconds;
    this.measuredUntil = this.clock.now;
  }

  private restart(): void {
    this.cpuArea = 0;
    this.batchArea = 0;
    this.measuredFrom = this.clock.now;
    this.hasThrottled = false;
  }
}

/** Environments that the cap on vCPUs lets be, and what is said of them; those at the least are there in any case. */
function mostUnderCap({ minimumEnvironments, maximumEnvironments = Infinity, maxVCpuCount, vCpus }: ManagedInstances, fleets: Fleets): number {
  let most = minimumEnvironments;
  for (let environments = minimumEnvironments; environments <= maximumEnvironments && environments * vCpus < maxVCpuCount; environments++) {
    if (fleets(environments).vCpus <= maxVCpuCount) {
      most = environments;
    }
  }
  return most;
}

function instanceFor(vCpus: number): number {
  let size = LEAST_INSTANCE_VCPUS;
  while (size - KEPT_VCPUS < vCpus) {
    size *= 2;
  }
  return size;
}
