import type { ContractName, BrokenEvent, FoundEvents } from './contract';
import { JsonIndex } from '../json/json-index';
import type { JsonObject } from '../json/json-object';
import { elementsOf } from '../json/json-values';
import { Unreadable } from '../request/unreadable';

/** An event in the vocabulary of Segment, or what is wrong with it. */
export interface TranslatedEvent {
  readonly event: JsonObject | Unreadable;
  /** The event as its client wrote it, or a request with this event alone, which can be sent again. */
  readonly raw: () => string;
}

/** The events of a contract that names its fields differently. */
export function translated(contract: ContractName, translations: readonly TranslatedEvent[]): FoundEvents {
  const broken = new Map<number, BrokenEvent>();
  const events = translations.map(({ event, raw }, position) => {
    if (event instanceof Unreadable) {
      broken.set(position, { fault: event, raw: raw() });
      return null;
    }
    return event;
  });

  const index = new JsonIndex(Buffer.from(JSON.stringify(events)));
  index.add();
  return { contract, index, events: elementsOf(index, 0), broken, raw: position => translations[position].raw() };
}
