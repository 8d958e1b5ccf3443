import { spawn } from 'node:child_process';
import { stripVTControlCharacters } from 'node:util';

const LIMIT_MS = 10 * 60_000;

/** Where a command runs. */
export interface CommandPlace {
  readonly cwd: string;
  readonly env: NodeJS.ProcessEnv;
}

/** A command that ended with an error, and what it printed. */
export class CommandFailed extends Error {
  constructor(command: readonly string[], readonly output: string) {
    super(`${command.join(' ')}\n${output.trim().split('\n').slice(-40).join('\n')}`);
    this.name = 'CommandFailed';
  }
}

/** Runs a command, and resolves to what it printed, without the colours. */
export async function run(command: readonly string[], { cwd, env }: CommandPlace): Promise<string> {
  const [program, ...args] = command;
  const child = spawn(program, args, { cwd, env, stdio: ['ignore', 'pipe', 'pipe'], signal: AbortSignal.timeout(LIMIT_MS) });
  const printed: Buffer[] = [];
  child.stdout.on('data', (chunk: Buffer) => printed.push(chunk));
  child.stderr.on('data', (chunk: Buffer) => printed.push(chunk));

  return new Promise((resolve, reject) => {
    child.once('error', error => reject(new CommandFailed(command, error.message)));
    child.once('close', code => {
      const output = stripVTControlCharacters(Buffer.concat(printed).toString('utf8'));
      if (code === 0) {
        resolve(output);
      } else {
        reject(new CommandFailed(command, output));
      }
    });
  });
}
