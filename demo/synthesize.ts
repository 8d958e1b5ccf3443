import { spawnSync } from 'node:child_process';
import { join } from 'node:path';

const root = join(__dirname, '..');

/** Runs an app of this repository, which writes its template into a folder. */
export function synthesize(app: string, outdir: string): void {
  const { status, stdout, stderr } = spawnSync(process.execPath, [require.resolve('tsx/cli'), '--tsconfig', 'tsconfig.dev.json', app], {
    cwd: root,
    encoding: 'utf8',
    env: { ...process.env, CDK_OUTDIR: outdir, CDK_VALIDATION: 'false' },
  });
  if (status !== 0) {
    throw new Error(`${app} does not synthesize:\n${stdout}${stderr}`);
  }
}
