import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { pipelineMetrics } from '../../../src/economics/measurement/pipeline-metrics';
import { generatedPart } from '../../fixtures/generated-part';

const ROOT = join(__dirname, '..', '..', '..');
const page = readFileSync(join(ROOT, 'docs', 'measure.md'), 'utf8');
const help = execFileSync(process.execPath, [join(ROOT, 'assets', 'cli', 'telemetry-pipeline.js'), 'measure', '--help'], { encoding: 'utf8' });

test('the page has the help of the command', () => {
  const current = `\`\`\`text\n${help.trimEnd()}\n\`\`\``;

  expect(generatedPart('measure.md', 'help', current)).toBe(current);
});

test('commands on the page use options that there are', () => {
  const used = [...page.matchAll(/^npx telemetry-pipeline measure (.*)$/gm)].flatMap(([, options]) => options.match(/--[\w-]+/g)!);

  expect(used.length).toBeGreaterThan(3);
  expect(used.filter(option => !new RegExp(`^  ${option} `, 'm').test(help))).toEqual([]);
});

test('the page tells every metric that is read, and no other', () => {
  const provider = ['ExecutionEnvironmentCPUUtilization', 'ExecutionEnvironmentConcurrency', 'CPUUtilization', 'vCPUAllocated']
    .map(name => ({ namespace: 'AWS/Lambda', name, dimensions: { CapacityProviderName: 'fleet' } }));
  const door = { kind: 'rest', dimensions: { ApiName: 'api' } } as const;
  const read = pipelineMetrics({ functionName: 'reader', queueName: 'queue', function: {}, mapping: {}, door }, ['fleet', provider]);
  const [, table] = page.split('## What is read');
  const told = [...table.split('\n\n')[1].matchAll(/`(\w+)`/g)].map(([, name]) => name).filter(name => name !== 'TelemetryPipeline');

  expect([...new Set(told)].sort()).toEqual([...new Set(read.flatMap(({ requests }) => requests.map(({ name }) => name)))].sort());
});
