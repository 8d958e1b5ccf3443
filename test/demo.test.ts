import { execFileSync } from 'child_process';
import { mkdtempSync, readFileSync, rmSync } from 'fs';
import { tmpdir } from 'os';
import { join } from 'path';

test('the demo sends real traffic through the synthesized template and accounts for every event', () => {
  const folder = mkdtempSync(join(tmpdir(), 'demo-'));
  const file = join(folder, 'result.json');

  const output = execFileSync(process.execPath, [require.resolve('tsx/cli'), 'demo/main.ts', '--json', file], {
    cwd: join(__dirname, '..'),
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'ignore'],
  });

  expect(JSON.parse(readFileSync(file, 'utf8'))).toEqual({
    sent: 22_050,
    accepted: 22_050,
    refused: 0,
    landed: 22_000,
    quarantined: 50,
    deadLettered: 0,
    duplicated: 0,
    lost: 0,
    seconds: expect.any(Number),
    eventsPerSecond: expect.any(Number),
  });
  expect(output).toContain('every accepted event is accounted for');
  rmSync(folder, { recursive: true });
}, 180_000);
