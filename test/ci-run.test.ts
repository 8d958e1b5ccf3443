import { spawnSync } from 'child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'fs';
import { tmpdir } from 'os';
import { delimiter, join } from 'path';

const folder = mkdtempSync(join(tmpdir(), 'ci-run-'));
afterAll(() => rmSync(folder, { recursive: true }));

/** Runs continuous integration with suites that only print. */
function runWith(suites: { test: string; languages: string }) {
  const npm = `#!/bin/sh\ncase "$*" in\n  test) ${suites.test} ;;\n  "run test:languages") ${suites.languages} ;;\n  *) exit 64 ;;\nesac\n`;
  writeFileSync(join(folder, 'npm'), npm, { mode: 0o755 });
  const { status, stdout } = spawnSync(join(__dirname, '..', '.ci', 'run'), {
    encoding: 'utf8',
    env: { ...process.env, PATH: [folder, process.env.PATH].join(delimiter) },
  });
  return { status, lines: stdout.trim().split('\n') };
}

test('shows what both suites print, and ends with their sum', () => {
  const { status, lines } = runWith({ test: 'echo unit; echo "90 passed, 0 failed"', languages: 'echo go; echo "20 passed, 0 failed, 2 skipped"' });

  expect(lines).toEqual(['unit', '90 passed, 0 failed', 'go', '20 passed, 0 failed, 2 skipped', '', '110 passed, 0 failed, 2 skipped']);
  expect(status).toBe(0);
});

test.each([
  {
    trouble: 'a test failed',
    suites: { test: 'echo "9 passed, 1 failed"; exit 1', languages: 'echo "5 passed, 0 failed"' },
    sum: '14 passed, 1 failed',
  },
  {
    trouble: 'a suite printed no count',
    suites: { test: 'echo "9 passed, 0 failed"', languages: 'echo "cannot find module"; exit 1' },
    sum: '9 passed, 1 failed',
  },
  {
    trouble: 'a suite printed no count, and the other one did',
    suites: { test: 'echo "npm ci failed"; exit 1', languages: 'echo "5 passed, 0 failed, 3 skipped"' },
    sum: '5 passed, 1 failed, 3 skipped',
  },
  {
    trouble: 'a suite failed without a failed test',
    suites: { test: 'echo "9 passed, 0 failed"; exit 1', languages: 'echo "5 passed, 0 failed"' },
    sum: '14 passed, 1 failed',
  },
])('fails when $trouble, and still runs both', ({ suites, sum }) => {
  const { status, lines } = runWith(suites);

  expect(lines.at(-1)).toBe(sum);
  expect(status).toBe(1);
});
