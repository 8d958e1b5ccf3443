import { Rule } from './rules';

/** What the rules of customer-managed keys speak about. */
export interface KeyFacts {
  /** Region of the key, when it is another than that of what it encrypts. */
  readonly farRegion?: string;
  /** Account of the key, when it is another than that of the roles that use it. */
  readonly otherAccount?: string;
  /** What the policy of a key of another account must have for those roles, as JSON. */
  readonly statementForRoles?: string;
  /** What the policy of a key that is no part of the app must have for CloudWatch Logs, as JSON. */
  readonly statementForLogs?: string;
}

export const KEY_RULES: readonly Rule<KeyFacts>[] = [
  {
    id: 'KeyRegion',
    severity: 'error',
    holds: facts => facts.farRegion === undefined,
    message: facts => `an encryption key must lie in the region of what it encrypts, got one in ${facts.farRegion}`,
    source: 'https://docs.aws.amazon.com/kms/latest/developerguide/multi-region-keys-overview.html',
  },
  {
    id: 'KeyOfOtherAccount',
    severity: 'warning',
    holds: facts => facts.statementForRoles === undefined,
    message: facts => `an encryption key of another account must let the roles of this one in by its policy, got a key of ${facts.otherAccount}; `
      + `unless the policy has it already, its owner must add ${facts.statementForRoles}`,
    source: 'https://docs.aws.amazon.com/kms/latest/developerguide/key-policy-modifying-external-accounts.html',
  },
  {
    id: 'KeyOfLogs',
    severity: 'warning',
    holds: facts => facts.statementForLogs === undefined,
    message: facts => 'logEncryptionKey must let CloudWatch Logs use it by its policy, or the log groups cannot be made, got a key whose policy this app '
      + `cannot change; unless the policy has it already, its owner must add ${facts.statementForLogs}`,
    source: 'https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/encrypt-log-data-kms.html',
  },
];
