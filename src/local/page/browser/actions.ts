import { element, made, setText } from './elements';
import { count, counted } from './figures';
import type { LiveSample, SendReport } from '../live-sample';

const form = element<HTMLFormElement>('send');
const reply = element<HTMLOutputElement>('reply');
const outage = element<HTMLButtonElement>('outage');
const crash = element<HTMLButtonElement>('crash');

/** Lets the form send, and the buttons break something. */
export function watchActions(on: (event: 'sample', show: (sample: LiveSample) => void) => void): void {
  form.addEventListener('submit', event => {
    event.preventDefault();
    void send(Number((event.submitter as HTMLButtonElement | null)?.value ?? 1));
  });
  element('body').addEventListener('keydown', event => {
    if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) {
      event.preventDefault();
      void send(1);
    }
  });
  crash.addEventListener('click', () => void post('faults/handler-crash'));
  outage.addEventListener('click', () => void post(outage.getAttribute('aria-pressed') === 'true' ? 'faults/archive-up' : 'faults/archive-down'));
  element('copy-url').addEventListener('click', () => void navigator.clipboard.writeText(element('url').textContent ?? ''));
  on('sample', ({ counters: { archive } }) => {
    outage.setAttribute('aria-pressed', String(archive.down));
    setText(outage, archive.down ? 'Bring S3 back' : 'Take S3 down');
  });
}

async function send(copies: number): Promise<void> {
  const header = valueOf('header').trim();
  if (header !== '' && !/^[^:\s]+:/.test(header)) {
    return tell(true, `the header must be written name: value, got ${header}`, '');
  }
  const buttons = form.querySelectorAll('button');
  const focused = document.activeElement as HTMLElement | null;
  buttons.forEach(button => { button.disabled = true; });
  try {
    const request = { body: valueOf('body'), path: valueOf('path'), header, copies };
    showReply(await (await post('events', request)).json() as SendReport);
  } catch (error) {
    tell(true, String(error), '');
  } finally {
    buttons.forEach(button => { button.disabled = false; });
    focused?.focus(); // a disabled button loses it
  }
}

function showReply({ replies, body, durationMs }: SendReport): void {
  const statuses = Object.keys(replies);
  const text = statuses.map(status => `${status === '0' ? 'no reply' : status}${replies[status] > 1 ? ` × ${count(replies[status])}` : ''}`).join(', ');
  tell(statuses.some(status => !status.startsWith('2')), `${text} in ${counted(durationMs, 'millisecond', 'milliseconds')}`, body);
}

function tell(bad: boolean, text: string, body: string): void {
  reply.className = bad ? 'bad' : '';
  reply.replaceChildren(made('b', text), made('code', body));
  reply.hidden = false;
}

function valueOf(id: string): string {
  return element<HTMLInputElement | HTMLTextAreaElement>(id).value;
}

async function post(path: string, body: object = {}): Promise<Response> {
  const response = await fetch(path, { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) });
  if (!response.ok) {
    throw new Error((await response.json() as { error: string }).error);
  }
  return response;
}
