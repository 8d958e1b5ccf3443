import { grouped, Rule, whenKnown } from '../private/rules';

/** What the rules of write keys speak about. */
export interface WriteKeyFacts {
  /** In milliseconds. */
  readonly writeKeysRefresh?: number;
}

const SECRET_QUOTAS = 'https://docs.aws.amazon.com/secretsmanager/latest/userguide/reference_limits.html';

export const WRITE_KEY_RULES: readonly Rule<WriteKeyFacts>[] = [
  {
    id: 'WriteKeysRefresh',
    severity: 'error',
    holds: facts => whenKnown([facts.writeKeysRefresh], refresh => refresh >= 1_000),
    message: facts => `refreshInterval of write keys must be at least 1 second, got ${grouped(facts.writeKeysRefresh)} milliseconds; `
      + 'each worker of each environment reads them as often, which has a price and a limit',
    source: SECRET_QUOTAS,
  },
];
