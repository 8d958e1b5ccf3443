/** Messages that were sent at about the same time and received as often. */
export interface Parcel {
  readonly sentAt: number;
  readonly messages: number;
  readonly receives: number;
}

/** Messages that were received together. */
export interface Taken {
  readonly messages: number;
  readonly oldestSentAt: number;
  /** Sum of the times at which they were sent. */
  readonly sentAtSum: number;
  readonly receives: number;
}

/** The messages of a queue that can be received: new ones, and those that came back. */
export class MessageLanes {
  visible = 0;

  private readonly fresh = new Lane();
  private readonly returned = new Lane();

  add(parcel: Parcel): void {
    this.visible += parcel.messages;
    (parcel.receives === 0 ? this.fresh : this.returned).add(parcel);
  }

  /** When the oldest was sent; absent when there is none. */
  get oldestSentAt(): number | undefined {
    return this.oldestLane()?.first?.sentAt;
  }

  /** Receives the oldest, as many as asked, that were sent until a time. */
  take(most: number, sentUntil: number): Taken {
    const taken = (this.oldestLane() ?? this.fresh).take(most, sentUntil);
    this.visible -= taken.messages;
    return taken;
  }

  private oldestLane(): Lane | undefined {
    const [fresh, returned] = [this.fresh.first, this.returned.first];
    if (!fresh || !returned) {
      return fresh ? this.fresh : returned && this.returned;
    }
    return returned.sentAt <= fresh.sentAt ? this.returned : this.fresh;
  }
}

/** How many parcels that are gone are kept before their room is given back. */
const SLACK = 4_096;

class Lane {
  private parcels: Parcel[] = [];
  private head = 0;

  get first(): Parcel | undefined {
    return this.parcels[this.head];
  }

  add(parcel: Parcel): void {
    this.parcels.push(parcel);
  }

  take(most: number, sentUntil: number): Taken {
    const first = this.first!;
    let messages = 0;
    let sentAtSum = 0;
    const isAlike = ({ sentAt, receives }: Parcel) => receives === first.receives && sentAt <= sentUntil;
    for (let parcel = this.first; parcel && messages < most && isAlike(parcel); parcel = this.first) {
      const part = Math.min(parcel.messages, most - messages);
      messages += part;
      sentAtSum += part * parcel.sentAt;
      if (part < parcel.messages) {
        this.parcels[this.head] = { ...parcel, messages: parcel.messages - part };
      } else {
        this.head += 1;
      }
    }
    if (this.head > SLACK) {
      this.parcels = this.parcels.slice(this.head);
      this.head = 0;
    }
    return { messages, sentAtSum, oldestSentAt: first.sentAt, receives: first.receives };
  }
}
