import { Token } from 'aws-cdk-lib';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as kms from 'aws-cdk-lib/aws-kms';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import * as logs from 'aws-cdk-lib/aws-logs';
import { Construct } from 'constructs';
import { ManagedInstanceProcessorOptions } from './managed-instance-options';
import { factsOfOptions } from './option-facts';
import { vCpus, vCpusWithHeadroom } from './rules/instance-room';
import { WatchedProvider } from './watched-processor';
import { acknowledge } from '../private/acknowledge';
import { refuseFarKey, warnOfOtherAccount } from '../private/customer-key';

/** @see https://docs.aws.amazon.com/lambda/latest/dg/lambda-managed-instances-operator-role.html */
const OPERATOR_POLICY = 'AWSLambdaManagedEC2ResourceOperator';

/** What EBS asks of whoever launches instances with encrypted disks. */
const DISK_ACTIONS = ['kms:Decrypt', 'kms:DescribeKey', 'kms:GenerateDataKeyWithoutPlaintext', 'kms:ReEncryptFrom', 'kms:ReEncryptTo'];
const GRANT_ACTION = 'kms:CreateGrant';

/** aws-cdk-lib refuses caps below this one, which Lambda takes. */
const LEAST_OF_CDK = 12;

/** What alarms need to know of a new capacity provider. */
export function watchedProvider(options: ManagedInstanceProcessorOptions, logGroup: logs.ILogGroup): WatchedProvider {
  const maxVCpuCount = settledMaxVCpuCount(options);
  const cores = vCpus(factsOfOptions(options));
  return {
    logGroup,
    maxVCpuCount,
    vCpusForEnvironments: Token.isUnresolved(maxVCpuCount) || cores === undefined ? undefined : vCpusForEnvironments(maxVCpuCount, cores),
  };
}

/** Lambda keeps one vCPU of each instance for itself. */
function vCpusForEnvironments(maxVCpuCount: number, cores: number): number {
  const smallestInstance = 2 ** Math.ceil(Math.log2(cores + 1));
  return Math.floor(maxVCpuCount / smallestInstance) * Math.floor((smallestInstance - 1) / cores) * cores;
}

/** vCPUs that all instances of a new capacity provider may have. */
function settledMaxVCpuCount(options: ManagedInstanceProcessorOptions): number {
  return options.maxVCpuCount ?? Math.max(40, vCpusWithHeadroom(factsOfOptions(options)) ?? 0);
}

/** Makes a capacity provider for one function alone. */
export function createCapacityProvider(
  scope: Construct, options: ManagedInstanceProcessorOptions, wiring: lambda.CapacityProviderProps,
): lambda.CapacityProvider {
  refuseFarKey(scope, options.kmsKey);
  const maxVCpuCount = settledMaxVCpuCount(options);

  // No physical name: a new name would be needed whenever network, role or instance types change.
  const provider = new lambda.CapacityProvider(scope, 'CapacityProvider', {
    ...wiring,
    operatorRole: options.operatorRole ?? createOperatorRole(scope, options.kmsKey),
    kmsKey: options.kmsKey,
    maxVCpuCount: Token.isUnresolved(maxVCpuCount) ? maxVCpuCount : Math.max(LEAST_OF_CDK, maxVCpuCount),
    scalingOptions: options.scalingOptions ?? lambda.ScalingOptions.auto(),
    instanceTypeFilter: options.instanceTypeFilter,
  });
  if (!Token.isUnresolved(maxVCpuCount) && maxVCpuCount < LEAST_OF_CDK) {
    (provider.node.defaultChild as lambda.CfnCapacityProvider).addPropertyOverride('CapacityProviderScalingConfig.MaxVCpuCount', maxVCpuCount);
  }
  return provider;
}

function createOperatorRole(scope: Construct, kmsKey?: kms.IKey): iam.Role {
  const operatorRole = new iam.Role(scope, 'OperatorRole', {
    description: 'Lets Lambda launch and describe the instances of the telemetry processor',
    assumedBy: new iam.ServicePrincipal('lambda.amazonaws.com'),
    managedPolicies: [iam.ManagedPolicy.fromAwsManagedPolicyName(OPERATOR_POLICY)],
    inlinePolicies: kmsKey && { EncryptedDisks: new iam.PolicyDocument({ statements: statementsForDisks(kmsKey) }) },
  });
  warnOfOtherAccount(scope, kmsKey, [...DISK_ACTIONS, GRANT_ACTION]);
  acknowledge(operatorRole, `AwsSolutions-IAM4[Policy::arn:<AWS::Partition>:iam::aws:policy/${OPERATOR_POLICY}]`,
    'AWS maintains this policy together with managed instances; a copy of it would fall behind the service');
  return operatorRole;
}

/**
 * What EBS asks of whoever launches instances with encrypted disks. Inline, so that it is there before the first launch.
 *
 * @see https://docs.aws.amazon.com/ebs/latest/userguide/ebs-encryption-requirements.html
 */
function statementsForDisks({ keyArn }: kms.IKey): iam.PolicyStatement[] {
  return [
    new iam.PolicyStatement({ actions: DISK_ACTIONS, resources: [keyArn] }),
    new iam.PolicyStatement({
      actions: [GRANT_ACTION],
      resources: [keyArn],
      conditions: { Bool: { 'kms:GrantIsForAWSResource': 'true' } }, // for the instance's disk, and for nobody else
    }),
  ];
}
