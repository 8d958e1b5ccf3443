import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { text } from 'node:stream/consumers';
import { FailureLog } from './failure-log';
import { closeServer, listenOnLoopback } from '../loopback-server';

const JSON_TYPE = 'application/x-amz-json-1.1';
const FILTER_LOG_EVENTS = 'Logs_20140328.FilterLogEvents';
const MOST_EVENTS = 10_000;

interface FilterRequest {
  readonly startTime?: number;
  readonly endTime?: number;
  readonly limit?: number;
  readonly nextToken?: string;
}

/** Stands for CloudWatch Logs, for who asks why messages failed: of all that is logged it keeps those lines alone. */
export class LocalLogs {
  readonly failures = new FailureLog();
  private readonly server = createServer((request, response) => {
    this.answer(request, response).catch((error: Error) => reply(response, 500, { __type: 'InternalFailure', message: error.message }));
  });

  /** Starts to listen and returns the endpoint. */
  async start(): Promise<string> {
    return `http://${await listenOnLoopback(this.server, 0)}`;
  }

  async stop(): Promise<void> {
    await closeServer(this.server);
  }

  private async answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const body = await text(request);
    const target = String(request.headers['x-amz-target']);
    if (target !== FILTER_LOG_EVENTS) {
      reply(response, 400, { __type: 'UnknownOperationException', message: `the local run has no ${target}` });
      return;
    }
    const { startTime = 0, endTime = Infinity, limit = MOST_EVENTS, nextToken = '0' } = JSON.parse(body) as FilterRequest;
    const from = Number(nextToken);
    const events = this.failures.between(startTime, endTime);
    reply(response, 200, {
      events: events.slice(from, from + limit).map(event => ({ ...event, ingestionTime: event.timestamp, logStreamName: 'local' })),
      searchedLogStreams: [],
      ...from + limit < events.length && { nextToken: String(from + limit) },
    });
  }
}

function reply(response: ServerResponse, status: number, fields: object): void {
  response.writeHead(status, { 'Content-Type': JSON_TYPE }).end(JSON.stringify(fields));
}
