import { element, setText } from './elements';
import { count, counted } from './figures';
import type { LocalCounters } from '../../local-counters';

const bars = [...element('balance').querySelectorAll<HTMLElement>('.bar i')];

/** Shows that every request is somewhere that the door accepted or others sent to the queue. */
export function showBalance({ replies, queue, deadLetters, processor }: LocalCounters): void {
  const accepted = Object.entries(replies).reduce((sum, [status, number]) => sum + (status.startsWith('2') ? number : 0), 0);
  const gathered = Math.min(processor.messagesGathered, queue.inFlight);
  const released = Math.min(processor.messagesReleased, Math.max(queue.inFlight - gathered - processor.messagesInHand, 0));
  const parts = {
    'processed': queue.deleted + deadLetters.deleted,
    'waiting': queue.visible + gathered,
    'in-hand': queue.inFlight - gathered - released, // those on their way to a batch too, and what others received
    'hidden': released + queue.delayed,
    'dead': deadLetters.held,
  };
  const sum = Object.values(parts).reduce((total, part) => total + part, 0);

  const came = Math.max(accepted, queue.sent);
  setText(element('accepted'), count(came));
  setText(element('others'), queue.sent > accepted ? `, ${count(queue.sent - accepted)} of them past the door` : '');
  Object.entries(parts).forEach(([id, part], index) => {
    setText(element(id), count(part));
    bars[index].style.flexGrow = String(part);
  });
  const lost = came - sum;
  element('balance').classList.toggle('lost', lost > 0);
  setText(element('verdict'), verdict(came, lost));
}

function verdict(came: number, lost: number): string {
  if (lost > 0) {
    return `${counted(lost, 'accepted request is', 'accepted requests are')} missing`;
  }
  return came === 0 ? 'No request yet' : 'Every accepted request is accounted for';
}
