import { execFileSync } from 'child_process';
import { readFileSync } from 'fs';
import { join } from 'path';
import { App } from 'aws-cdk-lib';
import { dependencies, version as cdk } from 'aws-cdk-lib/package.json';
import { Construct } from 'constructs';
import { LOWEST_CDK } from '../src/private/lowest-cdk';

const root = join(__dirname, '..');
const { peerDependencies } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));

function installed(name: string): string {
  return JSON.parse(readFileSync(join(root, 'node_modules', name, 'package.json'), 'utf8')).version;
}

function minor(version: string): number {
  return Number(version.split('.')[1]);
}

test.each(['aws-cdk-lib', 'constructs'])('%s is tested at both ends of the range that the package allows', peer => {
  const [lowest, newest] = [installed(peer), installed(`${peer}-newest`)];

  expect(peerDependencies[peer]).toBe(`^${lowest}`);
  expect(newest.split('.')[0]).toBe(lowest.split('.')[0]);
  expect(minor(newest)).toBeGreaterThan(minor(lowest));
});

test('this run has one of the two, whole', () => {
  expect([installed('aws-cdk-lib'), installed('aws-cdk-lib-newest')]).toContain(cdk);
  expect(new App()).toBeInstanceOf(Construct);

  const schema = jest.requireActual<{ version: string }>('@aws-cdk/cloud-assembly-schema/package.json').version;
  expect(dependencies['@aws-cdk/cloud-assembly-schema']).toMatch(new RegExp(`^\\^${schema.split('.')[0]}\\.`));
});

test('programs that this run starts, such as the examples, have the same one', () => {
  const program = 'console.log(require("aws-cdk-lib/package.json").version)';

  expect(execFileSync(process.execPath, [require.resolve('tsx/cli'), '-e', program], { cwd: root, encoding: 'utf8', env: process.env }).trim()).toBe(cdk);
});

test('an older aws-cdk-lib than the range allows is refused, too, when somebody forces it', () => {
  expect(peerDependencies['aws-cdk-lib']).toBe(`^${LOWEST_CDK}`);
});
