import type { Chance } from './chance';
import type { EventQueue } from './event-queue';
import type { PlanRecord } from './plan-record';
import type { TrafficShape } from './traffic-shape';

/** How often messages come in when they come as a stream, in seconds; without a window, batches begin as often. */
const STREAM_STEP = 0.5;
const STREAM_STEP_WITHOUT_WINDOW = 0.05;

/** Messages in such a step from which on they are a stream, not single messages. */
const STREAM_MESSAGES = 5;

const MINUTE = 60;

/** What messages come through. */
export interface Entrance {
  readonly eventsPerMessage: number;
  /** Requests a second that the door lets in. */
  readonly mostPerSecond: number;
  /** Whether messages wait for others to make a batch. */
  readonly hasWindow: boolean;
  /** Takes the messages that were let in; called after every arrival, with none where all were refused. */
  readonly take: (messages: number) => void;
}

/** Lets messages come by chance, single ones or a stream, as much as the traffic has of them at the time. */
export class Arrivals {
  constructor(
    private readonly traffic: TrafficShape, private readonly entrance: Entrance,
    private readonly clock: EventQueue, private readonly chance: Chance, private readonly record: PlanRecord,
  ) {}

  begin(): void {
    const { now } = this.clock;
    const rate = this.traffic.eventsPerSecond(now) / this.entrance.eventsPerMessage;
    const step = this.entrance.hasWindow ? STREAM_STEP : STREAM_STEP_WITHOUT_WINDOW;
    const mean = rate * step;
    const isStream = mean >= STREAM_MESSAGES;
    const next = isStream || rate === 0 ? step : this.chance.exponential(1 / rate);
    const isRare = next > MINUTE; // looks again in a minute, for the rate may have risen
    this.clock.at(now + Math.min(next, MINUTE), () => {
      if (rate > 0 && !isRare) {
        this.entrance.take(this.letIn(isStream ? this.chance.count(mean) : 1, rate));
      }
      this.begin();
    });
  }

  private letIn(messages: number, rate: number): number {
    const { mostPerSecond } = this.entrance;
    if (rate <= mostPerSecond) {
      return messages;
    }
    this.record.meets('doorRefuses', this.clock.now);
    const refused = Math.round(messages * (1 - mostPerSecond / rate));
    this.record.refused += refused;
    return messages - refused;
  }
}
