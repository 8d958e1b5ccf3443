import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Assembly } from './cloud-assembly';
import { CommandFailed } from './command';
import type { Language } from './language';
import { countOutcomes, describeOutcome, Outcome } from './outcome';
import { Site } from './site';
import { REFUSAL, Trial } from './trial';

const language: Language = {
  name: 'Go',
  folder: 'go',
  app: 'main.go',
  pacmak: 'go',
  tools: [{ name: 'Node', command: [process.execPath, '--version'], atLeast: '20.0' }],
  registryMissing: /^.*no such host.*$/m,
  install: async () => undefined,
};
const synthesized: Assembly = { template: { Resources: { Queue: {} } }, assets: {} };
const folder = mkdtempSync(join(tmpdir(), 'trial-'));
afterAll(() => rmSync(folder, { recursive: true }));

/** A site whose app says `refusal` once its memory does not fit. */
class StagedSite extends Site {
  constructor(private readonly refusal: string, private readonly assembly = synthesized) {
    super(language, mkdtempSync(join(folder, 'site-')));
  }

  async package() {}

  async synthesize() {
    if (readFileSync(join(this.app, 'main.go'), 'utf8').includes('jsii.Number(2048)')) {
      throw new CommandFailed(['go', 'run', '.'], this.refusal);
    }
    return this.assembly;
  }
}

async function outcomesOf(changes: Partial<Language> = {}, site: Site = new StagedSite(REFUSAL)): Promise<Outcome[]> {
  const outcomes: Outcome[] = [];
  await new Trial({ ...language, ...changes }, site, outcome => outcomes.push(outcome)).run();
  return outcomes;
}

test('a language that does all its steps passes each of them', async () => {
  expect(countOutcomes(await outcomesOf())).toBe('4 passed, 0 failed, 0 skipped');
});

test.each([
  { lack: 'is not installed', command: ['no-such-tool'], reason: 'needs Node, 99.0 or newer' },
  { lack: 'is too old', command: [process.execPath, '--version'], reason: /^needs Node, 99.0 or newer, got \d+\.\d+\.\d+$/ },
])('a language whose tool $lack is skipped, with the reason', async ({ command, reason }) => {
  const outcomes = await outcomesOf({ tools: [{ name: 'Node', command, atLeast: '99.0' }] });

  expect(outcomes.map(({ verdict }) => verdict)).toEqual(['skipped', 'skipped', 'skipped', 'skipped']);
  expect(outcomes[0].detail).toEqual(typeof reason === 'string' ? reason : expect.stringMatching(reason));
});

test('a tool may print its version in colour', async () => {
  const command = [process.execPath, '-e', 'console.log("\\u001b[1mApache Maven 3.8.7\\u001b[m")'];

  expect(countOutcomes(await outcomesOf({ tools: [{ name: 'Maven', command, atLeast: '3.6' }] }))).toBe('4 passed, 0 failed, 0 skipped');
});

test('what needs a registry that is not there is skipped, with what the package manager said', async () => {
  const outcomes = await outcomesOf({
    install: async () => {
      throw new CommandFailed(['go', 'mod', 'tidy'], 'go: finding modules\ngo: dial tcp: lookup proxy: no such host\n');
    },
  });

  expect(countOutcomes(outcomes)).toBe('1 passed, 0 failed, 3 skipped');
  expect(describeOutcome(outcomes[1])).toBe('– Go installs the package into an empty project, skipped: go: dial tcp: lookup proxy: no such host');
});

test('a package that cannot be installed fails, and what needs it is skipped', async () => {
  const outcomes = await outcomesOf({
    install: async () => {
      throw new CommandFailed(['go', 'mod', 'tidy'], 'go: errors parsing go.mod');
    },
  });

  expect(countOutcomes(outcomes)).toBe('1 passed, 1 failed, 2 skipped');
});

test.each([
  { arrives: 'without its remedy', refusal: REFUSAL.replace(/set it to.*executionEnvironmentMemoryGiBPerVCpu to 2 /, '') },
  { arrives: 'without the id of the rule', refusal: REFUSAL.replace('[MemoryWholeVCpus]', '') },
])('a refusal that arrives $arrives fails', async ({ refusal }) => {
  expect(countOutcomes(await outcomesOf({}, new StagedSite(refusal)))).toBe('3 passed, 1 failed, 0 skipped');
});

test('a refusal may arrive in the lines that a build tool prints', async () => {
  const refusal = REFUSAL.replace(' - ', '\n[ERROR]   - ');

  expect(countOutcomes(await outcomesOf({}, new StagedSite(`[ERROR] Failed to execute goal: ${refusal}`)))).toBe('4 passed, 0 failed, 0 skipped');
});

test('an app that synthesizes something else than another language fails, and tells where', async () => {
  const outcomes: Outcome[] = [];
  const trials = [synthesized, { template: { Resources: { Topic: {} } }, assets: {} }]
    .map(assembly => new Trial(language, new StagedSite(REFUSAL, assembly), outcome => outcomes.push(outcome)));
  for (const trial of trials) {
    await trial.run();
  }

  await trials[1].compare(trials[0]);

  expect(outcomes.at(-1)).toMatchObject({ verdict: 'failed', detail: expect.stringContaining('Resources/Topic, Resources/Queue') });
});
