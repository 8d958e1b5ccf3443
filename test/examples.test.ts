import { spawnSync } from 'child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'fs';
import { tmpdir } from 'os';
import { join } from 'path';

const examples = readdirSync(join(__dirname, '..', 'examples')).filter(file => file.endsWith('.ts') && !file.endsWith('.lambda.ts'));

test.each(examples)('%s synthesizes, without a warning', example => {
  const outdir = mkdtempSync(join(tmpdir(), 'example-'));

  const { status, stderr } = spawnSync(process.execPath, [require.resolve('tsx/cli'), '--tsconfig', 'tsconfig.dev.json', join('examples', example)], {
    cwd: join(__dirname, '..'),
    encoding: 'utf8',
    env: { ...process.env, CDK_OUTDIR: outdir, CDK_VALIDATION: 'false' },
  });

  expect(stderr).not.toMatch(/\[Warning at|Error:/); // esbuild tells there, too, what it bundles
  expect(status).toBe(0);
  const [template] = readdirSync(outdir).filter(file => file.endsWith('.template.json'));
  const { Resources: resources } = JSON.parse(readFileSync(join(outdir, template), 'utf8'));
  expect(Object.values<{ Type: string }>(resources).map(({ Type }) => Type)).toContain('AWS::Lambda::EventSourceMapping');
  const manifest = readFileSync(join(outdir, 'manifest.json'), 'utf8');
  expect(manifest).not.toContain('aws:cdk:warning');
  rmSync(outdir, { recursive: true });
});

test('the table of examples names each of them', () => {
  const page = readFileSync(join(__dirname, '..', 'examples', 'README.md'), 'utf8');

  examples.forEach(example => expect(page).toContain(`(${example})`));
});
