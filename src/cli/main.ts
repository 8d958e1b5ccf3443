#!/usr/bin/env node
import { runCost } from './cost-command';
import { runLocal } from './local-command';
import { runPrices } from './prices-command';
import { runSize } from './size-command';
import { UsageError } from './usage-error';

const USAGE = `telemetry-pipeline <command>

  local    run the synthesized pipeline on this machine
  cost     what a month costs, on managed instances and on ordinary Lambda
  size     which sizes carry a traffic, and why
  prices   look prices up in the AWS Price List, for another region or day

More by \`telemetry-pipeline local --help\` and the like. Without Docker,
and but for \`prices\` without AWS account; \`local\` listens on 127.0.0.1 only.
`;

process.env.AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED ??= 'true'; // what is bundled here stays as it is

async function main([command, ...args]: string[]): Promise<void> {
  switch (command) {
    case 'local': return runLocal(args);
    case 'cost': return runCost(args);
    case 'size': return runSize(args);
    case 'prices': return runPrices(args);
    case '--help': case '-h': process.stdout.write(USAGE); return;
    default: throw new UsageError(`the command must be local, cost, size or prices, got ${command === undefined ? 'none' : `'${command}'`}`, USAGE);
  }
}

main(process.argv.slice(2)).catch((error: Error) => {
  process.stderr.write(`telemetry-pipeline: ${error.message}\n${error instanceof UsageError ? `\n${error.usage}` : ''}`);
  process.exitCode = error instanceof UsageError ? 2 : 1;
});
