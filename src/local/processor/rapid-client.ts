// Stands for `rapid-client.node`, the native half of AWS's runtime interface client, whose three calls are HTTP requests.
// It is bundled as `rapid-client.node.js` beside the client, where `require('./rapid-client.node')` finds it in every worker thread.
import { writeSync } from 'node:fs';
import { Agent, request, type IncomingHttpHeaders } from 'node:http';
import { text } from 'node:stream/consumers';

const INVOCATION = `http://${process.env.AWS_LAMBDA_RUNTIME_API}/2018-06-01/runtime/invocation`;
const STANDARD_ERROR = 2;

// A connection for nothing but polls: when it ends, the Runtime API knows that this thread is gone.
const polls = new Agent({ keepAlive: true, maxSockets: 1 });
const answers = new Agent({ keepAlive: true });

// An exception outside of a handler's promise ends this thread without a word from the client. Its reason should be seen.
process.on('uncaughtExceptionMonitor', ({ name, message, stack }) => {
  const entry = { level: 'FATAL', message: 'Uncaught exception', errorType: name, errorMessage: message, stackTrace: stack?.split('\n') };
  writeSync(STANDARD_ERROR, `${JSON.stringify(entry)}\n`);
});

/** Waits for an invocation. */
export function next(): Promise<{ bodyJson: string; headers: IncomingHttpHeaders }> {
  return new Promise((resolve, reject) => {
    request(`${INVOCATION}/next`, { agent: polls }, response => {
      text(response).then(bodyJson => resolve({ bodyJson, headers: response.headers }), reject);
    }).on('error', endThread).end();
  });
}

/** Hands in the result of an invocation. */
export function done(requestId: string, body: string): void {
  post(`${requestId}/response`, body);
}

/** Hands in the error of an invocation. */
export function error(requestId: string, body: string): void {
  post(`${requestId}/error`, body);
}

function post(path: string, body: string): void {
  request(`${INVOCATION}/${path}`, { method: 'POST', agent: answers, headers: { 'Content-Type': 'application/json' } }, response => response.resume())
    .on('error', endThread)
    .end(body);
}

/** The Runtime API goes only with the local run itself; without it there is nothing left to do. */
function endThread(): never {
  process.exit(1);
}
