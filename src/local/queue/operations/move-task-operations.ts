import { queueArn } from '../queue-address';
import { QueueError } from '../queue-error';
import { MoveTask } from './move-task';
import type { Operations } from './operation';
import type { QueueRegistry } from './queue-registry';
import { optionalInteger, optionalText, requiredText, type Fields } from './request-fields';
import type { Clock } from '../store/clock';
import type { StoredMessage } from '../store/message';
import type { QueueStore } from '../store/queue-store';

const MAXIMUM_MESSAGES_PER_SECOND = 500;
const MAXIMUM_LISTED_TASKS = 10;

/**
 * Tasks that move messages out of dead-letter queues.
 *
 * @see https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_StartMessageMoveTask.html
 */
export class MoveTaskOperations {
  /** Newest first. */
  private readonly tasks = new Map<QueueStore, MoveTask[]>();

  constructor(private readonly queues: QueueRegistry, private readonly clock: Clock) {}

  operations(): Operations {
    return {
      StartMessageMoveTask: fields => this.start(fields),
      ListMessageMoveTasks: fields => this.list(fields),
      CancelMessageMoveTask: fields => this.cancel(fields),
    };
  }

  /** Ends every task that runs. */
  stop(): void {
    for (const task of [...this.tasks.values()].flat()) {
      task.stop();
    }
  }

  private start(fields: Fields): Fields {
    const source = this.withArn(fields, 'SourceArn');
    const destinationArn = optionalText(fields, 'DestinationArn');
    const destination = destinationArn === undefined ? undefined : this.withArn(fields, 'DestinationArn');
    const messagesPerSecond = optionalInteger(fields, 'MaxNumberOfMessagesPerSecond', 1, MAXIMUM_MESSAGES_PER_SECOND);
    const earlier = this.tasks.get(source) ?? [];
    if (this.queues.sourcesOf(source).length === 0) {
      throw new QueueError('InvalidParameterValue', 'Source queue must be configured as a Dead Letter Queue.');
    }
    if (destination === source) {
      throw new QueueError('InvalidParameterValue', 'Source queue and destination queue must differ.');
    }
    if (earlier.some(({ active }) => active)) {
      throw new QueueError('InvalidParameterValue',
        'There is already a task running. Only one active task is allowed for a source queue arn at a given time.');
    }

    const destinationOf = destination
      ? () => this.queues.existing(destination.name)
      : (message: StoredMessage) => this.origin(message);
    const task = new MoveTask({ source, sourceArn: queueArn(source.name), destinationArn, destinationOf, messagesPerSecond }, this.clock);
    this.tasks.set(source, [task, ...earlier].slice(0, MAXIMUM_LISTED_TASKS));
    return { TaskHandle: task.handle };
  }

  private list(fields: Fields): Fields {
    const source = this.withArn(fields, 'SourceArn');
    const listed = optionalInteger(fields, 'MaxResults', 1, MAXIMUM_LISTED_TASKS) ?? 1;
    return { Results: (this.tasks.get(source) ?? []).filter(task => task.listed).slice(0, listed).map(task => task.describe()) };
  }

  private cancel(fields: Fields): Fields {
    const handle = requiredText(fields, 'TaskHandle');
    const task = [...this.tasks.values()].flat().find(candidate => candidate.handle === handle && candidate.status === 'RUNNING');
    if (!task) {
      throw new QueueError('ResourceNotFound', 'Task does not exist.');
    }
    task.cancel();
    return { ApproximateNumberOfMessagesMoved: task.moved };
  }

  /** Messages that were sent to the dead-letter queue itself came from nowhere. */
  private origin({ deadLetterSourceArn }: StoredMessage): QueueStore {
    if (deadLetterSourceArn === undefined) {
      throw new QueueError('CouldNotDetermineMessageSource', 'The message was not moved here from another queue.');
    }
    const queue = this.queues.withArn(deadLetterSourceArn);
    if (!queue) {
      throw new QueueError('QueueDoesNotExist', 'The specified queue does not exist.');
    }
    return queue;
  }

  private withArn(fields: Fields, name: 'SourceArn' | 'DestinationArn'): QueueStore {
    const queue = this.queues.withArn(requiredText(fields, name));
    if (!queue) {
      throw new QueueError('ResourceNotFound', `The resource that you specified for the ${name} parameter doesn't exist.`);
    }
    return queue;
  }
}
