import { setTimeout as sleep } from 'node:timers/promises';
import type { Forward, Outcome, ProxiedReply, ProxiedRequest } from './disturbing-proxy';
import type { Fault, FaultKind } from './fault';
import type { FaultDeck } from './fault-plan';
import type { FaultSource } from './object-store-faults';

/** Kinds of faults that a proxy in front of SQS injects when messages are received. */
export const RECEIVE_FAULTS: readonly FaultKind[] = ['receive-answer-lost', 'delivered-twice', 'failed-once', 'poison'];

/** Kinds of faults that a proxy in front of SQS injects when messages are deleted. */
export const DELETE_FAULTS: readonly FaultKind[] = ['delete-lost', 'delete-answer-lost', 'delete-late'];

interface LentMessage {
  readonly MessageId: string;
  readonly ReceiptHandle: string;
  readonly Attributes: Record<string, string>;
}

interface Replay {
  readonly fault: Fault;
  readonly messages: readonly LentMessage[];
  readonly reply: ProxiedReply;
}

/** Disturbs how the mapping receives and deletes messages. */
export class QueueFaults {
  private readonly poisoned = new Set<string>();
  private readonly neverArriving = new Set<string>();
  private readonly replays: Replay[] = [];

  constructor(private readonly source: Omit<FaultSource, 'deck'> & { readonly receiveDeck: FaultDeck; readonly deleteDeck: FaultDeck }) {}

  readonly disturb = async (request: ProxiedRequest, forward: Forward, clientGone: AbortSignal): Promise<Outcome> => {
    switch (request.headers['x-amz-target']) {
      case 'AmazonSQS.ReceiveMessage': return this.receive(request, forward, clientGone);
      case 'AmazonSQS.DeleteMessageBatch': return this.delete(request, forward);
      default: return forward(request);
    }
  };

  private async receive(request: ProxiedRequest, forward: Forward, clientGone: AbortSignal): Promise<Outcome> {
    const { deliveries, log, receiveDeck } = this.source;
    const { MaxNumberOfMessages: most } = JSON.parse(request.body.toString()) as { MaxNumberOfMessages: number };
    const replay = this.replays.findIndex(({ messages }) => messages.length <= most);
    if (replay >= 0) {
      const [{ fault, messages, reply }] = this.replays.splice(replay, 1);
      messages.forEach(({ MessageId, ReceiptHandle }) => deliveries.lendAgain(MessageId, ReceiptHandle, fault));
      return reply;
    }

    const reply = await forward(request, clientGone);
    const { Messages: messages = [] } = JSON.parse(reply.body.toString()) as { Messages?: LentMessage[] };
    if (messages.length === 0) {
      return reply;
    }
    messages.forEach(({ MessageId, ReceiptHandle }) => deliveries.lend(MessageId, ReceiptHandle));
    const unreadable = new Set(messages.filter(({ MessageId }) => this.poisoned.has(MessageId)));

    const kind = receiveDeck.draw();
    const [first] = messages;
    switch (kind) {
      case 'receive-answer-lost':
        deliveries.meetMessages(log.inject(kind, first.MessageId), messages.map(({ MessageId }) => MessageId));
        return 'reset';
      case 'failed-once':
      case 'poison':
        deliveries.meetMessages(log.inject(kind, first.MessageId), [first.MessageId]);
        unreadable.add(first);
        if (kind === 'poison') {
          this.poisoned.add(first.MessageId);
        }
    }
    const passed = unreadable.size === 0 ? reply : { ...reply, body: withUnreadable(messages, unreadable) };
    if (kind === 'delivered-twice') {
      this.replays.push({ fault: log.inject(kind, first.MessageId), messages, reply: passed });
    }
    return passed;
  }

  private async delete(request: ProxiedRequest, forward: Forward): Promise<Outcome> {
    const { deliveries, log, deleteDeck, visibilityTimeoutMs } = this.source;
    const { Entries: entries } = JSON.parse(request.body.toString()) as { Entries: { ReceiptHandle: string }[] };
    const handles = entries.map(({ ReceiptHandle }) => ReceiptHandle);
    const call = handles.join();
    if (this.neverArriving.has(call)) {
      return 'reset'; // whenever the client tries again
    }

    const kind = deleteDeck.draw();
    if (kind !== undefined) {
      deliveries.meetHandles(log.inject(kind, handles[0]), handles);
    }
    if (kind === 'delete-lost') {
      this.neverArriving.add(call);
      return 'reset';
    }
    if (kind === 'delete-late') {
      await sleep(visibilityTimeoutMs + 500);
    }
    const reply = await forward(request);
    deliveries.deleted(handles);
    return kind === 'delete-answer-lost' ? 'reset' : reply;
  }
}

/** An answer in which some messages were sent at no time that can be read: the handler fails on each of them alone. */
function withUnreadable(messages: readonly LentMessage[], unreadable: ReadonlySet<LentMessage>): Buffer {
  const passed = messages.map(message => unreadable.has(message)
    ? { ...message, Attributes: { ...message.Attributes, SentTimestamp: 'unreadable' } }
    : message);
  return Buffer.from(JSON.stringify({ Messages: passed }));
}
