import { parseArgs } from 'node:util';
import { runScenario } from './conservation';
import { findings, reportLines } from './report';
import { LONG, SHORT } from './scenarios';

process.env.CDK_VALIDATION ??= 'false'; // the pipeline's own tests run CDK's validator

for (const signal of ['SIGINT', 'SIGTERM'] as const) {
  process.once(signal, () => process.exit(1)); // which lets a process go on that stands still
}

async function main(): Promise<void> {
  const { values } = parseArgs({ options: { seed: { type: 'string' }, events: { type: 'string' }, short: { type: 'boolean' } } });
  const chosen = values.short === true ? SHORT : LONG;
  const scenario = { ...chosen, seed: wholeNumber('seed', values.seed, chosen.seed), events: wholeNumber('events', values.events, chosen.events) };

  const result = await runScenario({ ...scenario, onProgress: line => console.log(line) });
  console.log(`\n${reportLines(result, scenario.seed).join('\n')}\n`);

  const wrong = findings(result, scenario);
  wrong.forEach(finding => console.error(finding));
  console.log(wrong.length === 0 ? 'every accepted event is accounted for' : `not as it must be: ${wrong.length} findings`);
  process.exitCode = wrong.length === 0 ? 0 : 1;
}

function wholeNumber(name: string, text: string | undefined, otherwise: number): number {
  const number = text === undefined ? otherwise : Number(text);
  if (!Number.isSafeInteger(number) || number <= 0) {
    throw new Error(`--${name} must be a whole number above 0, got ${text}`);
  }
  return number;
}

main().catch((error: Error) => {
  console.error(`the run failed: ${error.message}`);
  process.exit(1);
});
