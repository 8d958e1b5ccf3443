import { execFileSync } from 'child_process';
import { existsSync, readdirSync, readFileSync } from 'fs';
import { join } from 'path';
import { parse } from 'yaml';

const ROOT = join(__dirname, '..', '..');
const FOLDER = join(ROOT, '.github', 'workflows');

interface Step {
  readonly uses?: string;
  readonly run?: string;
  readonly env?: Readonly<Record<string, string>>;
  readonly with?: Readonly<Record<string, string>>;
}

interface Job {
  readonly needs?: string | string[];
  readonly permissions?: Readonly<Record<string, string>>;
  readonly steps: readonly Step[];
}

const texts = Object.fromEntries(readdirSync(FOLDER).map(file => [file.replace(/\.yml$/, ''), readFileSync(join(FOLDER, file), 'utf8')]));
const jobs: Record<string, Job> = Object.fromEntries(Object.entries(texts).flatMap(([workflow, text]) =>
  Object.entries<Job>(parse(text).jobs).map(([name, job]) => [`${workflow}/${name}`, job])));
const steps = Object.entries(jobs).flatMap(([job, { steps: itsSteps }]) => itsSteps.map(step => ({ job, ...step })));
const page = readFileSync(join(ROOT, 'docs', 'releasing.md'), 'utf8');

function environmentOf(job: string): Record<string, string> {
  return Object.assign({}, ...jobs[job].steps.map(({ env }) => env ?? {}));
}

const PUBLISHING = ['npm', 'pypi', 'nuget', 'maven', 'golang'].map(registry => `release/release_${registry}`);

describe('a release', () => {
  test('goes to all five registries', () => {
    const published = Object.entries(jobs).filter(([, job]) => job.steps.some(({ run }) => run?.includes('publib'))).map(([name]) => name);

    expect(published.sort()).toEqual([...PUBLISHING].sort());
  });

  test('is built once: what is published is wrapped from that build', () => {
    const building = steps.filter(({ job, run }) => job.startsWith('release/') && /projen (release|build|compile|bundle)\b/.test(run ?? ''));

    expect(building.map(({ job }) => job)).toEqual(['release/release']);
    PUBLISHING.forEach(job => {
      expect(jobs[job].needs).toBe('release');
      expect(jobs[job].steps).toContainEqual(expect.objectContaining({
        with: expect.objectContaining({ 'artifact-ids': '${{ needs.release.outputs.artifact_id }}' }),
      }));
    });
  });

  test('is tagged, with the changelog of its commits, only when every registry has it', () => {
    expect(jobs['release/release_github'].needs).toEqual(expect.arrayContaining(PUBLISHING.map(job => job.split('/')[1])));
    expect(environmentOf('release/release_github')).toMatchObject({ CHANGELOG_FILE: 'dist/changelog.md' });
  });

  test('needs no stored token where a registry can trust the workflow, and npm states where it comes from', () => {
    expect(environmentOf('release/release_npm')).toMatchObject({ NPM_TRUSTED_PUBLISHER: 'true', NPM_CONFIG_PROVENANCE: 'true' });
    expect(environmentOf('release/release_pypi')).toMatchObject({ PYPI_TRUSTED_PUBLISHER: 'true' });
    expect(environmentOf('release/release_nuget')).toMatchObject({ NUGET_TRUSTED_PUBLISHER: 'true' });
    expect(Object.values(texts).join()).not.toMatch(/NPM_TOKEN|TWINE_|NUGET_API_KEY/);
  });
});

describe('the workflows', () => {
  test('have no permission that they can do without', () => {
    const permissions = Object.fromEntries(Object.entries(jobs).map(([name, job]) => [name, job.permissions]));
    const read = { contents: 'read' };
    const identified = { ...read, 'id-token': 'write' };

    expect(permissions).toEqual({
      'build/build': read,
      'build/package-js': read,
      'build/package-java': read,
      'build/package-python': read,
      'build/package-dotnet': read,
      'build/package-go': read,
      'release/release': read,
      'release/release_npm': identified,
      'release/release_pypi': identified,
      'release/release_nuget': identified,
      'release/release_maven': read,
      'release/release_golang': read,
      'release/release_github': { contents: 'write' }, // makes the tag
      'upgrade-main/upgrade': read,
      'upgrade-main/pr': read,
      'pull-request-lint/validate': { 'pull-requests': 'write' }, // says what is wrong with the title
    });
  });

  test('run actions that are pinned to a commit, and a publisher that is pinned to a version', () => {
    const actions = steps.flatMap(({ uses }) => uses ?? []);

    expect(actions.filter(action => !/^[\w-]+\/[\w-]+@[0-9a-f]{40}$/.test(action))).toEqual([]);
    expect(actions.length).toBeGreaterThan(20);
    expect(steps.filter(({ run }) => /@latest\b/.test(run ?? ''))).toEqual([]);
  });

  test('install what the lock file names', () => {
    expect(steps.filter(({ run }) => /npm (install|i)\b/.test(run ?? '')).map(({ job }) => job)).toEqual([]);
  });

  test('put nothing that a stranger wrote into a shell', () => {
    expect(steps.filter(({ run }) => /\$\{\{[^}]*(github\.event|github\.head_ref|inputs\.)/.test(run ?? '')).map(({ job }) => job)).toEqual([]);
  });

  test('use the secrets that the page tells an owner to store', () => {
    const used = new Set(Object.values(texts).flatMap(text => [...text.matchAll(/secrets\.(\w+)/g)].map(([, secret]) => secret)));
    const told = new Set([...page.matchAll(/`([A-Z]+(?:_[A-Z]+)+)`/g)].map(([, secret]) => secret));

    expect([...told].sort()).toEqual([...used].sort());
  });
});

test('dependencies are upgraded to versions that others have had for five days', () => {
  const { upgrade } = JSON.parse(readFileSync(join(ROOT, '.projen', 'tasks.json'), 'utf8')).tasks;

  expect(upgrade.steps[0].execArgs).toContain('--cooldown=5');
  expect(upgrade.env.NPM_CONFIG_BEFORE).toContain(`${5 * 24 * 60 * 60 * 1_000}`);
  expect(parse(texts['upgrade-main']).on.schedule).toEqual([{ cron: '0 0 * * 1' }]);
});

test('no file names the host of a registry', () => {
  const hosts = [
    'registry npmjs org', 'registry yarnpkg com', 'npm pkg github com', 'files pythonhosted org', 'pypi org', 'maven org', 'apache org/maven2',
    'proxy golang org', 'sum golang org', 'nuget org',
  ].map(words => words.replaceAll(' ', '.'));
  const files = execFileSync('git', ['ls-files'], { cwd: ROOT, encoding: 'utf8' }).split('\n').filter(file => file && existsSync(join(ROOT, file)));

  expect(files.length).toBeGreaterThan(100);
  expect(files.filter(file => {
    const text = readFileSync(join(ROOT, file), 'utf8');
    return hosts.some(host => text.includes(host));
  })).toEqual([]);
});
