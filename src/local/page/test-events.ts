import type { SendReport } from './live-sample';

/** Requests that are under way at a time. */
const AT_A_TIME = 32;

/** What the form of the page asks to be sent. */
export interface TestEvents {
  /** Path below the door's URL. */
  readonly path: string;
  readonly body: string;
  /** A header besides the content type, such as a key; written `name: value`. */
  readonly header: string;
  readonly copies: number;
}

/** Reads what the form sent; undefined when it is not as the form sends it. */
export function readTestEvents(text: string): TestEvents | undefined {
  const { path, body, header, copies } = JSON.parse(text) as Partial<TestEvents>;
  return typeof path === 'string' && typeof body === 'string' && typeof header === 'string' && Number.isInteger(copies) && copies! >= 1 && copies! <= 10_000
    ? { path, body, header, copies: copies! } : undefined;
}

/** Posts the same request as often as it is asked for, as a client would. */
export async function sendTestEvents(url: string, { path, body, header, copies }: TestEvents): Promise<SendReport> {
  const target = new URL(path.replace(/^\/+/, ''), url);
  if (target.origin !== new URL(url).origin) {
    throw new Error(`the path must be below ${url}, got ${path}`);
  }
  const colon = header.indexOf(':');
  const headers = { 'content-type': 'application/json', ...colon > 0 && { [header.slice(0, colon).trim()]: header.slice(colon + 1).trim() } };
  const replies: Record<string, number> = {};
  const startedAt = Date.now();
  let left = copies;
  let last = '';

  const sender = async () => {
    while (left > 0) {
      left -= 1;
      const { status, text } = await post(target, headers, body);
      replies[status] = (replies[status] ?? 0) + 1;
      last = text;
    }
  };
  await Promise.all(Array.from({ length: Math.min(AT_A_TIME, copies) }, sender));
  return { replies, body: last, durationMs: Date.now() - startedAt };
}

async function post(target: URL, headers: Record<string, string>, body: string): Promise<{ readonly status: number; readonly text: string }> {
  try {
    const response = await fetch(target, { method: 'POST', headers, body });
    return { status: response.status, text: await response.text() };
  } catch (error) {
    return { status: 0, text: error instanceof Error ? error.message : String(error) };
  }
}
