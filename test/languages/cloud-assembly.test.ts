import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Assembly, differences, readAssembly } from './cloud-assembly';

const assembly: Assembly = {
  template: { Resources: { Queue: { Type: 'AWS::SQS::Queue', Properties: { DelaySeconds: 0 } } }, Outputs: { Url: { Value: 'a' } } },
  assets: { 'Processor/Code': 'd30a' },
};

test('apps that synthesize the same, in another order, do not differ', () => {
  const same = { template: { Outputs: assembly.template.Outputs, Resources: assembly.template.Resources }, assets: assembly.assets };

  expect(differences(assembly, same)).toEqual([]);
});

test.each<{ other: string; assembly: Assembly; difference: string }>([
  {
    other: 'another property',
    assembly: { ...assembly, template: { ...assembly.template, Resources: { Queue: { Type: 'AWS::SQS::Queue', Properties: { DelaySeconds: 1 } } } } },
    difference: 'Resources/Queue',
  },
  { other: 'no output', assembly: { ...assembly, template: { Resources: assembly.template.Resources } }, difference: 'Outputs/Url' },
  {
    other: 'one resource more',
    assembly: { ...assembly, template: { ...assembly.template, Resources: { ...assembly.template.Resources, Topic: { Type: 'AWS::SNS::Topic' } } } },
    difference: 'Resources/Topic',
  },
  { other: 'another asset', assembly: { ...assembly, assets: { 'Processor/Code': 'd71f' } }, difference: 'Assets/Processor/Code' },
])('an app with $other differs there', ({ assembly: other, difference }) => {
  expect(differences(assembly, other)).toEqual([difference]);
});

test('the template is not one of its own assets', () => {
  const folder = mkdtempSync(join(tmpdir(), 'assembly-'));
  writeFileSync(join(folder, 'Telemetry.template.json'), JSON.stringify(assembly.template));
  writeFileSync(join(folder, 'Telemetry.assets.json'), JSON.stringify({
    files: {
      d30a: { displayName: 'Processor/Code', source: { path: 'asset.d30a' } },
      fe10: { displayName: 'Telemetry Template', source: { path: 'Telemetry.template.json' } },
    },
  }));

  expect(readAssembly(folder)).toEqual(assembly);
  rmSync(folder, { recursive: true });
});
