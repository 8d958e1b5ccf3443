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
    const { MaxNumberOfMessages: most } = JSON.parse(request.body.toString()) as { MaxNumberOfMessages: number };
    const replay = this.replays.findIndex(({ messages }) => messages.length <= most);
    if (replay >= 0) {
      return this.deliverAgain(this.replays.splice(replay, 1)[0]);
    }
    const reply = await forward(request, clientGone);
    const { Messages: messages = [] } = JSON.parse(reply.body.toString()) as { Messages?: LentMessage[] };
    messages.forEach(({ MessageId, ReceiptHandle }) => this.source.deliveries.lend(MessageId, ReceiptHandle));
    return messages.length === 0 ? reply : this.deliver(messages, reply);
  }

  private deliverAgain({ fault, messages, reply }: Replay): ProxiedReply {
    messages.forEach(({ MessageId, ReceiptHandle }) => this.source.deliveries.lendAgain(MessageId, ReceiptHandle, fault));
    return reply;
  }

  private deliver(messages: readonly LentMessage[], reply: ProxiedReply): Outcome {
    const kind = messages.length > 1 ? this.source.receiveDeck.draw() : undefined; // a message alone cannot fail in part
    const fault = kind && this.source.log.inject(kind, messages[0].MessageId);
    if (kind === 'receive-answer-lost') {
      return 'reset';
    }
    if (kind === 'poison') {
      this.poisoned.add(messages[0].MessageId);
    }
    const unreadable = messages.filter((message, index) => this.poisoned.has(message.MessageId) || kind === 'failed-once' && index === 0);
    const passed = unreadable.length === 0 ? reply : { ...reply, body: withUnreadable(messages, unreadable) };
    if (fault?.kind === 'delivered-twice') {
      this.replays.push({ fault, messages, reply: passed });
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
function withUnreadable(messages: readonly LentMessage[], unreadable: readonly LentMessage[]): Buffer {
  const passed = messages.map(message => unreadable.includes(message)
    ? { ...message, Attributes: { ...message.Attributes, SentTimestamp: 'unreadable' } }
    : message);
  return Buffer.from(JSON.stringify({ Messages: passed }));
}
