import { CfnResource } from 'aws-cdk-lib';
import { ProviderFacts } from './rules/processor-facts';
import { LinkedResources, literalText } from '../private/linked-resources';
import { Members, number, record, texts } from '../private/template-values';

/** Policies of AWS that let a role write logs. */
const LOGGING_POLICIES = ['AWSLambdaManagedEC2ResourceOperator', 'CloudWatchLogsFullAccess', 'AdministratorAccess'];

/** What a capacity provider will have in its template. */
export function providerFacts(resources: LinkedResources, provider: CfnResource): ProviderFacts {
  const properties = resources.propertiesOf(provider);
  const instances = record(properties.InstanceRequirements) ?? {};
  const scaling = record(properties.CapacityProviderScalingConfig) ?? {};
  const policies = Array.isArray(scaling.ScalingPolicies) ? scaling.ScalingPolicies : [];
  const role = resources.linked(record(properties.PermissionsConfig)?.CapacityProviderOperatorRoleArn, 'AWS::IAM::Role');

  return {
    providerArchitectures: texts(instances.Architectures, ['x86_64']),
    allowedInstanceTypes: texts(instances.AllowedInstanceTypes),
    excludedInstanceTypes: texts(instances.ExcludedInstanceTypes),
    maxVCpuCount: number(scaling.MaxVCpuCount, 400),
    cpuTargets: policies.map(policy => number(record(policy)?.TargetValue)).filter(target => target !== undefined),
    operatorMayLog: role && mayLog(resources, role),
    operatorMayUseKey: mayUseKey(resources, role, resources.linked(properties.KmsKeyArn, 'AWS::KMS::Key')),
  };
}

function mayLog(resources: LinkedResources, role: CfnResource): boolean | undefined {
  const managed = resources.propertiesOf(role).ManagedPolicyArns;
  const names = Array.isArray(managed) ? managed.map(literalText) : [];
  if (names.some(name => LOGGING_POLICIES.some(policy => name.endsWith(policy))) || allows(resources, role, 'logs:PutLogEvents')) {
    return true;
  }
  return names.every(name => name.includes(':iam::aws:policy/')) ? false : undefined; // what other policies say is not known here
}

function mayUseKey(resources: LinkedResources, role: CfnResource | undefined, key: CfnResource | undefined): boolean | undefined {
  if (role === undefined || key === undefined) {
    return undefined;
  }
  const statements = statementsOf(resources.propertiesOf(key).KeyPolicy).filter(({ Principal: principal }) => !literalText(principal).endsWith(':root'));
  return statements.some(statement => permits(statement, 'kms:CreateGrant')) || allows(resources, role, 'kms:CreateGrant');
}

/** Whether a policy of the role in this app allows an action on anything. */
function allows(resources: LinkedResources, role: CfnResource, action: string): boolean {
  const inline = resources.propertiesOf(role).Policies;
  const attached = ['AWS::IAM::Policy', 'AWS::IAM::ManagedPolicy'].flatMap(type => resources.ofType(type))
    .map(policy => resources.propertiesOf(policy))
    .filter(({ Roles: roles }) => resources.linkedFrom(roles).includes(role));
  return [...Array.isArray(inline) ? inline : [], ...attached]
    .flatMap(policy => statementsOf(record(policy)?.PolicyDocument)).some(statement => permits(statement, action));
}

function statementsOf(document: unknown): Members[] {
  const statements = record(document)?.Statement;
  return Array.isArray(statements) ? statements.map(statement => record(statement) ?? {}) : [];
}

function permits({ Effect: effect, Action: actions }: Members, wanted: string): boolean {
  return effect === 'Allow' && [actions].flat().some(action => typeof action === 'string'
    && new RegExp(`^${action.replace(/\*/g, '.*')}$`, 'i').test(wanted));
}
