import { DrivenClock } from './driven-clock';
import { messageContent } from '../../../src/local/queue/store/message';
import { DEFAULT_SETTINGS, type QueueSettings } from '../../../src/local/queue/store/queue-settings';
import { QueueStore, type Delivery } from '../../../src/local/queue/store/queue-store';

/** Queues that know each other and share a clock that the test drives. */
export class DrivenQueues {
  readonly clock = new DrivenClock();
  private readonly queues = new Map<string, QueueStore>();

  create(name: string, settings: Partial<QueueSettings> = {}): QueueStore {
    const queue = new QueueStore(name, { ...DEFAULT_SETTINGS, ...settings }, this.clock, target => this.queues.get(target));
    this.queues.set(name, queue);
    return queue;
  }
}

/** Sends messages as one batch. */
export function send(queue: QueueStore, ...texts: string[]): void {
  for (const text of texts) {
    queue.send(messageContent(text));
  }
  queue.serveWaiters();
}

export async function receive(queue: QueueStore, maxMessages = 10): Promise<Delivery[]> {
  return poll(queue, 0, maxMessages);
}

export async function poll(queue: QueueStore, waitSeconds: number, maxMessages = 10): Promise<Delivery[]> {
  return queue.receive({ maxMessages, visibilityTimeoutSeconds: queue.settings.visibilityTimeoutSeconds }, waitSeconds, () => undefined);
}

export function bodies(deliveries: readonly Delivery[]): string[] {
  return deliveries.map(({ message }) => message.content.body);
}

/** How a poll has ended so far. */
export function watch(polling: Promise<Delivery[]>): { ended?: string[] } {
  const watched: { ended?: string[] } = {};
  void polling.then(deliveries => {
    watched.ended = bodies(deliveries);
  });
  return watched;
}

/** Lets promises that are resolved have their say. */
export async function settle(): Promise<void> {
  await new Promise(resolve => setImmediate(resolve));
}
