/**
 * Uses the library from each language as its users do: packaged, installed, synthesized, and refused.
 *
 * `npm run test:languages -- Python Go` does it for those languages only.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { csharp, readCSharp } from './csharp';
import { go } from './go';
import { java } from './java';
import { countOutcomes, describeOutcome, Outcome } from './outcome';
import { python } from './python';
import { Site } from './site';
import { Trial } from './trial';
import { typescript } from './typescript';

const LANGUAGES = [typescript, python, java, go];
const CSHARP = 'C#';

async function main(names: string[]): Promise<number> {
  const unknown = names.filter(name => name !== CSHARP && !LANGUAGES.some(language => language.name === name));
  if (unknown.length > 0) {
    throw new Error(`the languages are ${[...LANGUAGES.map(({ name }) => name), CSHARP].join(', ')}, got ${unknown.join(', ')}`);
  }
  const folder = mkdtempSync(join(tmpdir(), 'telemetry-languages-'));
  const asked = (name: string) => names.length === 0 || names.includes(name);
  const outcomes: Outcome[] = [];
  const report = (outcome: Outcome) => {
    outcomes.push(outcome);
    console.log(describeOutcome(outcome));
  };

  try {
    const languages = LANGUAGES.filter(({ name }) => asked(name));
    const trials = languages.map(language => new Trial(language, new Site(language, folder), report));
    await Promise.all([
      ...trials.map(trial => trial.run()),
      ...(asked(CSHARP) ? [readCSharp(new Site(csharp, folder), report)] : []),
    ]);
    const reference = trials.find(({ assembly }) => assembly);
    for (const trial of trials.filter(other => other !== (reference ?? trials[0]))) {
      await trial.compare(reference);
    }
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }

  console.log(`\n${countOutcomes(outcomes)}`);
  return outcomes.some(({ verdict }) => verdict === 'failed') ? 1 : 0;
}

void main(process.argv.slice(2)).then(code => {
  process.exitCode = code;
});
