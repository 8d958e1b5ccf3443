import { Arrivals } from './arrivals';
import { Chance } from './chance';
import { EventQueue } from './event-queue';
import { settleGuesses, type Guesses } from './guesses';
import { ManagedCompute } from './managed-compute';
import { MappingPollers } from './mapping-pollers';
import { MECHANICS } from './mechanics';
import { MessageLanes } from './message-lanes';
import { OnDemandCompute } from './on-demand-compute';
import { PlanRecord, type PlanResult } from './plan-record';
import type { PlannedCompute, Work } from './planned-compute';
import type { PlannedPipeline } from './planned-pipeline';
import { ThrottledTrains } from './throttled-trains';
import type { TrafficShape } from './traffic-shape';
import { part, type Train } from './train';
import { Wakeup } from './wakeup';

/** How a plan is worked out. */
export interface PlanOptions {
  readonly guesses?: Partial<Guesses>;
  /** What the random numbers begin with; the same seed gives the same plan. */
  readonly seed?: number;
  /** Messages that lie in the queue at the start. */
  readonly backlog?: number;
  /** Hears after each minute how many seconds are worked out. */
  readonly onMinute?: (seconds: number) => void;
}

/** Trains a second, at most, at the peak. */
const TRAINS_PER_SECOND = 20;

const MINUTE = 60;

/** A wait beyond the window of a batch that is no trouble yet, in seconds. */
const PATIENCE = 30;

/** Works out what traffic does to a pipeline. */
export function simulate(pipeline: PlannedPipeline, traffic: TrafficShape, options: PlanOptions = {}): PlanResult {
  return new Simulation(pipeline, traffic, options).run();
}

class Simulation {
  private readonly clock = new EventQueue();
  private readonly wakeup = new Wakeup(this.clock, () => this.receive());
  private readonly lanes = new MessageLanes();
  private readonly record = new PlanRecord();
  private readonly chance: Chance;
  private readonly guesses: Guesses;
  private readonly pollers: MappingPollers;
  private readonly compute: PlannedCompute;
  private readonly batchMessages: number;
  private readonly longestTrain: number;
  private readonly throttled: ThrottledTrains;
  private inFlight = 0;
  private isShort = false;
  private isFull = false;

  constructor(private readonly pipeline: PlannedPipeline, private readonly traffic: TrafficShape, private readonly options: PlanOptions) {
    const { mapping, compute, message } = pipeline;
    this.guesses = settleGuesses(options.guesses);
    this.chance = new Chance(options.seed ?? 1);
    this.throttled = new ThrottledTrains(this.clock, this.chance, this.guesses);
    this.pollers = new MappingPollers(mapping, compute.kind === 'managedInstances', this.guesses);
    this.compute = compute.kind === 'managedInstances'
      ? new ManagedCompute(compute, this.clock, this.guesses, pipeline.fleets)
      : new OnDemandCompute(compute, this.clock, this.guesses);
    this.batchMessages = message.mostInBatch;
    this.longestTrain = Math.ceil(traffic.most / message.events / this.batchMessages / TRAINS_PER_SECOND);
    this.send(options.backlog ?? 0);
  }

  run(): PlanResult {
    const { seconds } = this.traffic;
    const { message, mapping: { windowSeconds }, requestsPerSecond = Infinity } = this.pipeline;
    new Arrivals(this.traffic, {
      eventsPerMessage: message.events,
      mostPerSecond: requestsPerSecond,
      hasWindow: windowSeconds > 0,
      take: messages => {
        this.send(messages);
        this.receive();
      },
    }, this.clock, this.chance, this.record).begin();
    this.clock.every(this.guesses.pollerStepSeconds, () => this.adjustPollers());
    this.clock.every(MINUTE, () => this.closeMinute());
    this.clock.runUntil(seconds);
    return this.record.result(seconds);
  }

  private send(messages: number): void {
    if (messages > 0) {
      this.record.sent += messages;
      this.lanes.add({ sentAt: this.clock.now, messages, receives: 0 });
      this.record.deepestQueue = Math.max(this.record.deepestQueue, this.lanes.visible);
    }
  }

  private receive(): void {
    const { now } = this.clock;
    const { windowSeconds } = this.pipeline.mapping;
    for (;;) {
      const oldest = this.lanes.oldestSentAt;
      if (oldest === undefined) {
        return;
      }
      const full = Math.floor(this.lanes.visible / this.batchMessages);
      if (full === 0 && now < oldest + windowSeconds) {
        return this.wakeup.at(oldest + windowSeconds);
      }
      const free = this.pollers.limit - this.compute.runningBatches - this.throttled.batches;
      if (free < 1 || this.inFlight >= MECHANICS.inFlightMessages) {
        this.isShort = true;
        this.isFull ||= free >= 1;
        return;
      }
      if (now < this.pollers.readyAt) {
        this.isShort = true;
        return this.wakeup.at(this.pollers.readyAt);
      }
      const most = Math.max(1, Math.min(full, free, this.longestTrain)) * this.batchMessages;
      const share = windowSeconds / this.pollers.gatherers; // the gatherers take turns, so that each batch waits a window for its first message
      this.depart(most, full > 0 ? Infinity : now - windowSeconds + share);
    }
  }

  private depart(most: number, sentUntil: number): void {
    const { now } = this.clock;
    const taken = this.lanes.take(most, sentUntil);
    const receives = taken.receives + 1;
    this.record.mostReceives = Math.max(this.record.mostReceives, receives);
    this.record.receivedAgain += receives === 2 ? taken.messages : 0;
    this.inFlight += taken.messages;
    this.pollers.handOver(now, taken.messages * this.pipeline.message.bytes);
    const { messages, oldestSentAt, sentAtSum } = taken;
    this.begin({ messages, oldestSentAt, sentAtSum, receives, receivedAt: now, attempts: 0, batches: Math.ceil(messages / this.batchMessages) });
  }

  private begin(train: Train): void {
    const room = this.compute.roomFor(train.batches);
    if (room < train.batches) {
      this.throttle(part(train, train.batches - room));
    }
    if (room > 0) {
      this.work(part(train, room));
    }
  }

  private work(train: Train): void {
    const { now } = this.clock;
    const { message, timeoutSeconds } = this.pipeline;
    const spread = 1 - this.guesses.serviceSpread + (this.guesses.serviceSpread > 0 ? this.guesses.serviceSpread * this.chance.exponential(1) : 0);
    const work: Work = {
      batches: train.batches,
      cpuSeconds: message.cpuSeconds * train.messages / train.batches * spread,
      waitSeconds: message.batchWaitSeconds * spread,
    };
    const seconds = this.compute.begin(work);
    const isTooLong = seconds > timeoutSeconds;
    this.record.batches += train.batches;
    this.record.begins(train.messages, train.messages * now - train.sentAtSum);
    this.record.oldestSeconds = Math.max(this.record.oldestSeconds, now - train.oldestSentAt);
    this.clock.at(now + (isTooLong && this.pipeline.compute.kind === 'onDemand' ? timeoutSeconds : seconds), () => {
      this.compute.end(work, seconds);
      if (!isTooLong) {
        this.inFlight -= train.messages;
        this.record.done += train.messages;
      }
      this.receive();
    });
    if (isTooLong) {
      this.record.meets('timeouts', now + timeoutSeconds);
      this.clock.at(Math.max(now + timeoutSeconds, this.visibleAgainAt(train)), () => this.giveBack(train));
    }
  }

  private throttle(train: Train): void {
    const { now } = this.clock;
    this.record.meets('throttles', now);
    this.record.throttled(train.batches);
    this.compute.throttled();
    if (this.compute.isAtMost) {
      this.record.meets('capacity', now);
    }
    this.throttled.hold(train, this.visibleAgainAt(train), () => {
      if (this.clock.now >= this.visibleAgainAt(train)) {
        this.giveBack(train);
      } else {
        this.begin({ ...train, attempts: train.attempts + 1 });
      }
    });
  }

  private visibleAgainAt({ receivedAt }: Train): number {
    return receivedAt + this.pipeline.queue.visibilitySeconds;
  }

  private giveBack(train: Train): void {
    this.inFlight -= train.messages;
    if (train.receives >= (this.pipeline.queue.maxReceiveCount ?? Infinity)) {
      this.record.deadLetters += train.messages;
      this.record.meets('deadLetters', this.clock.now);
    } else {
      this.lanes.add({ sentAt: train.oldestSentAt, messages: train.messages, receives: train.receives });
    }
    this.receive();
  }

  private adjustPollers(): void {
    if (this.isShort && this.throttled.batches === 0) {
      this.blame();
    }
    this.pollers.adjust(this.isShort, this.throttled.batches);
    this.isShort = false;
    this.isFull = false;
    this.receive();
  }

  /** Names what of the mapping keeps messages waiting, unless it can still grow or they have not waited long. */
  private blame(): void {
    const { now } = this.clock;
    if (now - (this.lanes.oldestSentAt ?? now) <= this.pipeline.mapping.windowSeconds + PATIENCE) {
      return;
    }
    if (this.isFull) {
      this.record.meets('inFlight', now);
    } else if (this.pollers.isOutOfBytes(now)) {
      this.record.meets('mappingBytes', now);
    } else if (this.pollers.isAtMost) {
      this.record.meets('mappingBatches', now);
    }
  }

  private closeMinute(): void {
    const { now } = this.clock;
    const oldestSeconds = now - Math.min(this.lanes.oldestSentAt ?? now, this.throttled.oldestSentAt);
    this.compute.adjust();
    this.record.closeMinute(now, this.traffic.eventsPerSecond(now - MINUTE / 2), this.lanes.visible, oldestSeconds, this.compute);
    if (oldestSeconds > this.guesses.lateSeconds) {
      this.record.meets('late', now);
    }
    if (oldestSeconds > this.pipeline.queue.retentionSeconds) {
      this.record.meets('expired', now);
    }
    this.options.onMinute?.(now);
    this.receive();
  }
}
