import { Stack, Token, TokenComparison } from 'aws-cdk-lib';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as kms from 'aws-cdk-lib/aws-kms';
import { Construct } from 'constructs';
import { KEY_RULES } from './key-rules';
import { known, refuse, warn } from './rules';

/** Where something stands, for ARNs. */
interface Place {
  readonly partition: string;
  readonly region: string;
  readonly account: string;
}

/** Refuses a key that cannot encrypt what a scope makes. */
export function refuseFarKey(scope: Construct, key: kms.IKey | undefined): void {
  const { region } = Stack.of(scope);
  refuse(scope, KEY_RULES, { farRegion: key && differs(key.env.region, region) ? key.env.region : undefined });
}

/**
 * Warns that roles of this account cannot use a key of another one by their own policies alone.
 *
 * In its own account a key leaves it to those policies who may use it, unless somebody took that out of the key's policy.
 */
export function warnOfOtherAccount(scope: Construct, key: kms.IKey | undefined, actions: readonly string[]): void {
  const stack = Stack.of(scope);
  if (key === undefined || !differs(key.env.account, stack.account)) {
    return;
  }
  const { partition, account } = shownPlace(stack);
  const statement = { Effect: 'Allow', Principal: { AWS: `arn:${partition}:iam::${account}:root` }, Action: actions, Resource: '*' };
  warn(scope, KEY_RULES, { otherAccount: key.env.account, statementForRoles: JSON.stringify(statement) });
}

/**
 * Lets CloudWatch Logs use a key, for the log groups of the stack's account and region only.
 *
 * aws-cdk-lib leaves that to its users, and CloudWatch Logs then refuses the group.
 *
 * @see https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/encrypt-log-data-kms.html
 */
export function letLogsUse(scope: Construct, key: kms.IKey): void {
  const stack = Stack.of(scope);
  if (!key.addToResourcePolicy(iam.PolicyStatement.fromJson(statementForLogs(stack))).statementAdded) {
    warn(scope, KEY_RULES, { statementForLogs: JSON.stringify(statementForLogs(shownPlace(stack))) });
  }
}

function statementForLogs({ partition, region, account }: Place) {
  return {
    Effect: 'Allow',
    Principal: { Service: `logs.${region}.amazonaws.com` },
    Action: ['kms:Encrypt*', 'kms:Decrypt*', 'kms:ReEncrypt*', 'kms:GenerateDataKey*', 'kms:Describe*'],
    Resource: '*',
    Condition: { ArnLike: { 'kms:EncryptionContext:aws:logs:arn': `arn:${partition}:logs:${region}:${account}:log-group:*` } },
  };
}

/** As a person can fill it in, where the stack does not say where it will stand. */
function shownPlace({ partition, region, account }: Place): Place {
  return { partition: known(partition) ?? 'aws', region: known(region) ?? '<region>', account: known(account) ?? '<account>' };
}

function differs(theirs: string, ours: string): boolean {
  return Token.compareStrings(theirs, ours) === TokenComparison.DIFFERENT;
}
