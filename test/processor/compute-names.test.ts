import { App, Aws, CfnParameter, CfnResource, Fn, Stack } from 'aws-cdk-lib';
import * as ec2 from 'aws-cdk-lib/aws-ec2';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import * as logs from 'aws-cdk-lib/aws-logs';
import { OnDemandProcessor, ProcessorCompute, ProcessorNetwork, TelemetryArchive, TelemetryPipeline, TelemetryQueue } from '../../src';
import { stackForTest, warningsOf } from '../fixtures/synthesized';
import { Deployed, templateChanges } from '../fixtures/template-changes';

const COMPUTES = {
  managed: () => ProcessorCompute.managedInstances(),
  onDemand: (network?: ProcessorNetwork) => ProcessorCompute.onDemand({ network }),
};
type Compute = keyof typeof COMPUTES;

/** Every property by which the resources of a pipeline can be named in an account and region, or in a VPC. */
const NAMES: Readonly<Record<string, string>> = {
  'AWS::CloudWatch::Alarm': 'AlarmName',
  'AWS::CloudWatch::Dashboard': 'DashboardName',
  'AWS::EC2::SecurityGroup': 'GroupName',
  'AWS::IAM::Role': 'RoleName',
  'AWS::Lambda::CapacityProvider': 'CapacityProviderName',
  'AWS::Lambda::Function': 'FunctionName',
  'AWS::Logs::LogGroup': 'LogGroupName',
  'AWS::Logs::MetricFilter': 'FilterName',
};

/** A pipeline in a VPC that is there already, with a name on whatever can have one. */
function named(compute: Compute, nameOf: (resource: CfnResource) => string): App {
  const stack = new Stack(new App(), 'Test', { env: { account: '111111111111', region: 'eu-west-1' } });
  const network = ProcessorNetwork.existing(new ec2.Vpc(stack, 'Vpc', { restrictDefaultSecurityGroup: false }));
  const { monitoring, processor } = new TelemetryPipeline(stack, 'Telemetry', { compute: COMPUTES[compute](network), processor: { network } });
  [monitoring, processor].flatMap(it => it.node.findAll()).filter(construct => CfnResource.isCfnResource(construct))
    .filter(({ cfnResourceType: type }) => type in NAMES)
    .forEach(resource => resource.addPropertyOverride(NAMES[resource.cfnResourceType], nameOf(resource)));
  return stack.node.root as App;
}

function templateOf(app: App): Deployed {
  return app.synth({ skipValidation: true }).getStackByName('Test').template as Deployed;
}

/** Properties of new resources whose names are still those of others when they are created. */
function clashes(before: Deployed, after: Deployed): string[] {
  const { created, replaced } = templateChanges(before, after);
  const nameOf = ({ Type: type, Properties: properties }: Deployed['Resources'][string]) => JSON.stringify([type, properties?.[NAMES[type]]]);
  const taken = new Set(Object.values(before.Resources).filter(({ Type: type }) => type in NAMES).map(nameOf));
  const clashing = [...created, ...replaced].map(id => after.Resources[id]).filter(it => taken.has(nameOf(it)));
  return [...new Set(clashing.map(({ Type: type }) => NAMES[type]))].sort();
}

/** The name of a resource by its place, without what tells the computes apart. */
const alike = ({ node }: CfnResource) => node.path.replace(/\W/g, '-').replace('OnDemandProcessor', 'Processor');
const byPath = ({ node }: CfnResource) => node.path.replace(/\W/g, '-');

describe.each<{ from: Compute; to: Compute }>([{ from: 'managed', to: 'onDemand' }, { from: 'onDemand', to: 'managed' }])('from $from to $to', ({ from, to }) => {
  test('names that are alike clash for function, role, log group and security group, and nowhere else', () => {
    expect(clashes(templateOf(named(from, alike)), templateOf(named(to, alike)))).toEqual(['FunctionName', 'GroupName', 'LogGroupName', 'RoleName']);
  });

  test('names made of paths never clash, and are let through', () => {
    const [before, after] = [named(from, byPath), named(to, byPath)];

    expect(clashes(templateOf(before), templateOf(after))).toEqual([]);
    expect(() => before.synth()).not.toThrow();
    expect(() => after.synth({ force: true })).not.toThrow();
  });
});

test('one of the two templates whose names clash is refused, with all of those names, why, and what to set', () => {
  expect(() => named('managed', alike).synth()).not.toThrow();
  expect(() => named('onDemand', alike).synth()).toThrow(
    'Test/Telemetry/OnDemandProcessor cannot be deployed:\n'
    + '  - functionName, roleName, logGroupName, groupName of a pipeline\'s processor must contain on-demand-processor on demand, '
    + 'got Test-Telemetry-Processor-Function-Resource, Test-Telemetry-Processor-Role-Resource, Test-Telemetry-Processor-Logs-Resource, '
    + 'Test-Telemetry-Processor-SecurityGroup-Resource; when compute changes, CloudFormation makes the new processor before it deletes the old one, '
    + 'and no name may fit both: leave naming to it, or set Test-Telemetry-Processor-Function-Resource-on-demand-processor, ',
  );
});

function withName(compute: Compute, functionName: (stack: Stack) => string) {
  const stack = stackForTest();
  const { processor } = new TelemetryPipeline(stack, 'Telemetry', { compute: COMPUTES[compute]() });
  (processor.function.node.defaultChild as lambda.CfnFunction).functionName = functionName(stack);
  return () => warningsOf(stack);
}

test('managed instances may have any name but one that ordinary Lambda could have, too', () => {
  expect(withName('managed', () => 'telemetry')()).toEqual([]);
  expect(withName('managed', () => 'telemetry-on-demand-processor')).toThrow(
    'functionName of a pipeline\'s processor must not contain on-demand-processor on managed instances, got telemetry-on-demand-processor',
  );
});

test.each([
  { title: 'of the stack', name: () => `${Aws.STACK_NAME}-telemetry`, got: '${AWS::StackName}-telemetry' },
  { title: 'that CloudFormation puts together', name: () => Fn.sub('${AWS::Region}-telemetry'), got: '${AWS::Region}-telemetry' },
  { title: 'joined of it', name: () => Fn.join('-', [Aws.REGION, 'telemetry']), got: '${AWS::Region}-telemetry' },
])('a name $title is the same for both, and is refused', ({ name, got }) => {
  expect(withName('onDemand', name)).toThrow(`on-demand-processor on demand, got ${got};`);
});

test.each([
  { title: 'of a parameter', name: (stack: Stack) => new CfnParameter(stack, 'Name').valueAsString },
  { title: 'joined of one', name: (stack: Stack) => `${new CfnParameter(stack, 'Name').valueAsString}-telemetry` },
  { title: 'that CloudFormation puts together of one', name: (stack: Stack) => Fn.sub(`\${${new CfnParameter(stack, 'Name').logicalId}}-telemetry`) },
  { title: 'of another stack', name: () => Fn.importValue('name') },
  { title: 'that is read at deployment', name: () => '{{resolve:ssm:name}}' },
])('a name $title is not known before deployment, and is let through', ({ name }) => {
  expect(withName('onDemand', name)()).toEqual([]);
});

test('a log group with the name that the other compute\'s could have is refused alone', () => {
  const stack = stackForTest();
  const { processor } = new TelemetryPipeline(stack, 'Telemetry', { compute: COMPUTES.onDemand() });

  (processor.logGroup.node.defaultChild as logs.CfnLogGroup).logGroupName = '/telemetry';

  expect(() => warningsOf(stack)).toThrow(/- logGroupName of a pipeline's processor must contain .+ got \/telemetry;.+ set \/telemetry-on-demand-processor \[ComputeFixedName\]$/);
});

test('a security group of the network that a processor has for itself may have any name: that of the other compute lies in another VPC', () => {
  const stack = stackForTest();
  const { processor } = new TelemetryPipeline(stack, 'Telemetry', { compute: COMPUTES.onDemand(ProcessorNetwork.vpcEndpoints()) });

  (processor.node.findChild('SecurityGroup').node.defaultChild as ec2.CfnSecurityGroup).groupName = 'telemetry';

  expect(warningsOf(stack)).toEqual([]);
});

test('a processor that stands alone is warned of a name, since nothing is to take its place', () => {
  const stack = stackForTest();
  const processor = new OnDemandProcessor(stack, 'Processor', { queue: new TelemetryQueue(stack, 'Queue').queue, archive: new TelemetryArchive(stack, 'Archive') });

  (processor.function.node.defaultChild as lambda.CfnFunction).functionName = 'telemetry';

  expect(warningsOf(stack)).toEqual([expect.stringContaining('functionName of a processor must be left out, got telemetry')]);
});

test('one name for an old function and a new one in one stack is refused', () => {
  const stack = stackForTest();
  const { processor } = new TelemetryPipeline(stack, 'Old', {});
  const { processor: successor } = new TelemetryPipeline(stack, 'New', { compute: COMPUTES.onDemand() });

  for (const { function: it } of [processor, successor]) {
    (it.node.defaultChild as lambda.CfnFunction).functionName = 'telemetry';
  }

  expect(() => warningsOf(stack)).toThrow(/functionName must differ .+ got telemetry for both[^]+\[FunctionSharedName\]/);
});
