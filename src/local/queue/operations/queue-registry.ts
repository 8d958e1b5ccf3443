import { nameInArn, nameInUrl, queuePath } from '../queue-address';
import { QueueError } from '../queue-error';
import type { Clock } from '../store/clock';
import type { QueueSettings } from '../store/queue-settings';
import { QueueStore } from '../store/queue-store';

/** The queues of the account, by name. */
export class QueueRegistry {
  /** Where the queues can be reached, once they can. */
  public endpoint?: string;
  private readonly queues = new Map<string, QueueStore>();

  constructor(private readonly clock: Clock) {}

  create(name: string, settings: QueueSettings): QueueStore {
    const queue = new QueueStore(name, settings, this.clock, target => this.queues.get(target));
    this.queues.set(name, queue);
    return queue;
  }

  delete(queue: QueueStore): void {
    this.queues.delete(queue.name);
    queue.close();
  }

  all(): QueueStore[] {
    return [...this.queues.values()];
  }

  named(name: string): QueueStore | undefined {
    return this.queues.get(name);
  }

  /** Queue of a name that a request gives. */
  existing(name: string): QueueStore {
    const queue = this.queues.get(name);
    if (!queue) {
      throw new QueueError('QueueDoesNotExist', 'The specified queue does not exist.');
    }
    return queue;
  }

  /** Queue of a URL that a request gives; the host in it does not matter. */
  at(url: string): QueueStore {
    return this.existing(nameInUrl(url) ?? '');
  }

  /** Queue of an ARN, nothing when there is none. */
  withArn(arn: string): QueueStore | undefined {
    return this.queues.get(nameInArn(arn) ?? '');
  }

  /** Queues that give their messages up to a queue. */
  sourcesOf(deadLetterQueue: QueueStore): QueueStore[] {
    return this.all().filter(({ settings }) => settings.redrive?.deadLetterQueue === deadLetterQueue.name);
  }

  urlOf(queue: QueueStore): string {
    if (this.endpoint === undefined) {
      throw new Error('the local queues have no URL before they are started');
    }
    return `${this.endpoint}${queuePath(queue.name)}`;
  }
}
