import type { Fault } from './fault';

/** One time that SQS lent a message to the mapping. */
export interface Delivery {
  readonly messageId: string;
  readonly receiptHandle: string;
  /** Faults that can have kept it from being deleted in time, or made it. */
  readonly faults: Set<Fault>;
}

/** Which message was delivered how often, and which faults met each delivery. */
export class Deliveries {
  /** Calls that deleted messages. */
  deletions = 0;

  private readonly ofMessage = new Map<string, Delivery[]>();
  private readonly undeleted = new Map<string, Delivery>();
  private readonly disruptions = new Set<Fault>();

  lend(messageId: string, receiptHandle: string): void {
    this.add({ messageId, receiptHandle, faults: new Set(this.disruptions) });
  }

  /** Notes that a delivery reached a second poller, because of a fault. */
  lendAgain(messageId: string, receiptHandle: string, fault: Fault): void {
    this.add({ messageId, receiptHandle, faults: new Set([...this.disruptions, fault]) });
  }

  deleted(receiptHandles: readonly string[]): void {
    this.deletions += 1;
    receiptHandles.forEach(handle => this.undeleted.delete(handle));
  }

  /** Notes a fault that met the present deliveries of some messages. */
  meetMessages(fault: Fault, messageIds: Iterable<string>): void {
    for (const messageId of messageIds) {
      const deliveries = this.of(messageId);
      const present = deliveries.at(-1)?.receiptHandle;
      deliveries.filter(({ receiptHandle }) => receiptHandle === present).forEach(({ faults }) => faults.add(fault));
    }
  }

  /** Notes a fault that met deliveries by their receipt handles. */
  meetHandles(fault: Fault, receiptHandles: readonly string[]): void {
    receiptHandles.forEach(handle => this.undeleted.get(handle)?.faults.add(fault));
  }

  /** Notes a fault that meets all that is under way, and all that is delivered until it ends. */
  beginDisruption(fault: Fault): void {
    this.disruptions.add(fault);
    this.undeleted.forEach(({ messageId, receiptHandle, faults }) => {
      if (this.of(messageId).at(-1)?.receiptHandle === receiptHandle) {
        faults.add(fault);
      }
    });
  }

  endDisruption(fault: Fault): void {
    this.disruptions.delete(fault);
  }

  of(messageId: string): readonly Delivery[] {
    return this.ofMessage.get(messageId) ?? [];
  }

  private add(delivery: Delivery): void {
    this.undeleted.set(delivery.receiptHandle, delivery);
    this.ofMessage.set(delivery.messageId, [...this.of(delivery.messageId), delivery]);
  }
}
