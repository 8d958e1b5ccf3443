import { Agent, request } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import type { NumberedRequest } from './traffic';

const CONNECTIONS = 4;

/** The pace is held up no longer while there is nothing to process for that time. */
const LONGEST_IDLENESS_MS = 1_000;

/** Requests that each connection then sends at once, so that batches have several messages. */
const BURST = 10;

/** What a request was answered with. */
export type Answered = (request: NumberedRequest, status: number) => void;

/** When to send, as one who sees the pipeline decides. */
export interface Pace {
  /** When the run is given up. */
  readonly deadline: number;
  /** Whether a request may be sent now that begins with this event. */
  mayGo(firstEvent: number): boolean;
  /** Whether all that was sent is processed. */
  isIdle(): boolean;
}

/** Posts requests over a few connections, at a pace that leaves time for the faults to come. */
export async function sendPaced(url: string, requests: Iterator<NumberedRequest>, pace: Pace, answered: Answered): Promise<void> {
  const agent = new Agent({ keepAlive: true, maxSockets: CONNECTIONS });
  await Promise.all(Array.from({ length: CONNECTIONS }, async () => {
    let free = 0;
    for (let next = requests.next(); !next.done; next = requests.next()) {
      free = free > 0 ? free - 1 : await turn(pace, next.value.first);
      answered(next.value, await post(agent, url, next.value));
    }
  })).finally(() => agent.destroy());
}

/** Waits for the turn of a request, and returns how many more may follow it. */
async function turn(pace: Pace, firstEvent: number): Promise<number> {
  let idleSince = Infinity;
  while (!pace.mayGo(firstEvent) && Date.now() - idleSince < LONGEST_IDLENESS_MS) {
    if (Date.now() > pace.deadline) {
      throw new Error(`event ${firstEvent} must be sent within the time of the run; the faults came too slowly`);
    }
    await sleep(20);
    idleSince = pace.isIdle() ? Math.min(idleSince, Date.now()) : Infinity;
  }
  return pace.mayGo(firstEvent) ? 0 : BURST - 1;
}

async function post(agent: Agent, url: string, { path, body }: NumberedRequest): Promise<number> {
  return new Promise((resolve, reject) => {
    const headers = { 'content-type': 'application/json', 'content-length': body.byteLength };
    request(new URL(path, url), { method: 'POST', agent, headers }, response => {
      response.resume().on('end', () => resolve(response.statusCode!));
    }).on('error', reject).end(body);
  });
}
