#!/usr/bin/env node
import { runDlq } from './dlq/dlq-command';
import { runCost } from './economics/cost-command';
import { runMeasure } from './economics/measure-command';
import { runPlan } from './economics/plan-command';
import { runPrices } from './economics/prices-command';
import { runSize } from './economics/size-command';
import { runLocal } from './local-command';
import { runQuarantine } from './quarantine/quarantine-command';
import { runStatus } from './status/status-command';
import { runTail } from './tail-command';
import { endWhenUnread } from './terminal/interruption';
import { toldError } from './told-error';
import { UsageError } from './usage-error';

const USAGE = `telemetry-pipeline <command>

Before it is deployed, without AWS account
  local        run the synthesized pipeline on this machine, on 127.0.0.1 only
  cost         what a month costs, on managed instances and on ordinary Lambda
  plan         what a day of traffic does to it: what breaks first, what helps
  size         which sizes carry a traffic, and why
  prices       look prices up in the AWS Price List (this one needs an account)

While it runs, on AWS or on this machine (measure on AWS only)
  status       whether all is well, the next step if not, where everything is
  measure      what a deployed pipeline did, and what it would cost elsewhere
  dlq          count, look at, export and redrive what failed again and again
  quarantine   list, show and replay what could not be read as an event
  tail         print events as they land

Each says more with --help.
`;

const COMMANDS: Readonly<Record<string, (args: string[]) => void | Promise<void>>> = {
  local: runLocal,
  cost: runCost,
  plan: runPlan,
  size: runSize,
  prices: runPrices,
  dlq: runDlq,
  measure: runMeasure,
  quarantine: runQuarantine,
  status: runStatus,
  tail: runTail,
};

process.env.AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED ??= 'true'; // what is bundled here stays as it is

async function main([command, ...args]: string[]): Promise<void> {
  if (command === '--help' || command === '-h') {
    process.stdout.write(USAGE);
    return;
  }
  if (command === undefined || !Object.hasOwn(COMMANDS, command)) {
    throw new UsageError(`the command must be one of ${Object.keys(COMMANDS).join(', ')}, got ${command === undefined ? 'none' : `'${command}'`}`, USAGE);
  }
  await COMMANDS[command](args);
}

endWhenUnread();
main(process.argv.slice(2)).catch((error: NodeJS.ErrnoException) => {
  const usage = error instanceof UsageError ? `\n${error.usage}` : '';
  process.stderr.write(`telemetry-pipeline: ${toldError(error)}\n${usage}`);
  process.exitCode = error instanceof UsageError ? 2 : 1;
});
