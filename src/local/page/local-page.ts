import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { text } from 'node:stream/consumers';
import { refusalOf } from './caller-check';
import type { LiveSample, PageFacts, ShownNotice, ShownRow } from './live-sample';
import { readPageFiles, type PageFile } from './page-files';
import { StoredRows } from './stored-rows';
import { readTestEvents, sendTestEvents } from './test-events';
import type { StoredObject } from '../archive/object-folder';
import type { LocalCounters } from '../local-counters';
import { closeServer, listenOnLoopback } from '../loopback-server';

/** Time between two looks at the counters, whatever the traffic. */
const SAMPLE_MS = 300;

/** Notices that a page opened later still shows. */
const KEPT_NOTICES = 100;

const HEADERS = {
  'Cache-Control': 'no-store',
  'Content-Security-Policy': "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; img-src data:; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
  'Cross-Origin-Resource-Policy': 'same-origin',
  'Referrer-Policy': 'no-referrer',
  'X-Content-Type-Options': 'nosniff',
};

/** The run that a page shows. */
export interface ShownRun {
  counters(): LocalCounters;
  killHandler(): void;
  setArchiveDown(down: boolean): void;
}

/**
 * A page that shows a local run live, on a port of this machine only.
 *
 * It looks at the counters a few times a second, and only while somebody looks at it; nothing is done per event.
 */
export class LocalPage {
  private readonly files: ReadonlyMap<string, PageFile> = readPageFiles();
  private readonly rows = new StoredRows();
  private readonly notices: ShownNotice[] = [];
  private readonly watchers = new Map<ServerResponse, readonly ShownRow[]>();
  private readonly server = createServer((request, response) => {
    this.answer(request, response).catch((error: Error) => reply(response, 500, { error: error.message }));
  });
  private sampling?: NodeJS.Timeout;
  private port = 0;
  private run?: ShownRun;
  private facts?: PageFacts;

  /** Takes note of a stored object. */
  readonly onStored = (object: StoredObject): void => this.rows.add(object);

  /** Takes note of what the user is told. */
  readonly onNotice = (notice: string): void => {
    const shown = { at: Date.now(), text: notice };
    this.notices.push(shown);
    this.notices.splice(0, this.notices.length - KEPT_NOTICES);
    this.watchers.forEach((_, watcher) => tell(watcher, 'notice', shown));
  };

  /** Listens on 127.0.0.1, on any free port for 0, and returns the page's URL. */
  async start(run: ShownRun, facts: PageFacts, port: number): Promise<string> {
    this.run = run;
    this.facts = facts;
    const address = await listenOnLoopback(this.server, port);
    this.port = Number(address.slice(address.lastIndexOf(':') + 1));
    return `http://${address}/`;
  }

  /** Ends what is sent to open pages. */
  async stop(): Promise<void> {
    clearInterval(this.sampling);
    await closeServer(this.server);
  }

  private async answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const refusal = refusalOf(request, this.port);
    if (refusal !== undefined) {
      return reply(response, 403, { error: refusal });
    }
    const { method, url = '/' } = request;
    const file = method === 'GET' ? this.files.get(url) : undefined;
    if (file) {
      response.writeHead(200, { ...HEADERS, 'Content-Type': file.type }).end(file.content);
      return;
    }
    switch (`${method} ${url}`) {
      case 'GET /live': return this.watch(response);
      case 'POST /events': return this.send(await text(request), response);
      case 'POST /faults/handler-crash':
        this.run!.killHandler();
        return reply(response, 200, {});
      case 'POST /faults/archive-down': return this.setArchiveDown(true, response);
      case 'POST /faults/archive-up': return this.setArchiveDown(false, response);
      default: return reply(response, 404, { error: `${method} ${url} is not there` });
    }
  }

  private setArchiveDown(down: boolean, response: ServerResponse): void {
    this.run!.setArchiveDown(down);
    this.onNotice(down ? 'the archive refuses everything with 503, as told' : 'the archive is back');
    reply(response, 200, {});
  }

  private async send(body: string, response: ServerResponse): Promise<void> {
    const events = readTestEvents(body);
    if (!events) {
      return reply(response, 400, { error: 'between 1 and 10,000 copies can be sent' });
    }
    reply(response, 200, await sendTestEvents(this.facts!.url, events));
  }

  private watch(response: ServerResponse): void {
    response.writeHead(200, { ...HEADERS, 'Content-Type': 'text/event-stream' });
    tell(response, 'facts', this.facts!);
    this.notices.forEach(notice => tell(response, 'notice', notice));
    this.watchers.set(response, []);
    response.once('close', () => {
      this.watchers.delete(response);
      if (this.watchers.size === 0) {
        clearInterval(this.sampling);
        this.sampling = undefined;
      }
    });
    this.sampling ??= setInterval(() => this.sample(), SAMPLE_MS);
    this.sample();
  }

  private sample(): void {
    const sample: LiveSample = { at: Date.now(), counters: this.run!.counters(), rows: this.rows.counts };
    const { latest } = this.rows;
    for (const [watcher, seen] of this.watchers) {
      if (watcher.writableNeedDrain) {
        continue; // a page that does not keep up gets fewer samples, not a longer queue of them
      }
      tell(watcher, 'sample', sample);
      if (seen !== latest) {
        tell(watcher, 'rows', latest);
        this.watchers.set(watcher, latest);
      }
    }
  }
}

function tell(watcher: ServerResponse, event: 'facts' | 'sample' | 'rows' | 'notice', data: object): void {
  watcher.write(`event: ${event}\ndata: ${JSON.stringify(data)}\n\n`);
}

function reply(response: ServerResponse, status: number, body: object): void {
  if (!response.headersSent) {
    response.writeHead(status, { ...HEADERS, 'Content-Type': 'application/json' });
  }
  response.end(JSON.stringify(body));
}
