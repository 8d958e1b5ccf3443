import { Duration, Token } from 'aws-cdk-lib';
import { Rule } from '../private/rules';

/** What the archive rules speak about. */
export interface ArchiveFacts {
  readonly databaseName: string;
  readonly eventsExpiration?: Duration;
  readonly quarantineExpiration?: Duration;
  /** Props that were given, and that the owner of an existing bucket decides. */
  readonly ownersProps?: readonly string[];
}

const GLUE_DATABASE = 'https://docs.aws.amazon.com/athena/latest/ug/tables-databases-columns-names.html';
const S3_LIFECYCLE = 'https://docs.aws.amazon.com/AmazonS3/latest/userguide/intro-lifecycle-rules.html';

export const ARCHIVE_RULES: readonly Rule<ArchiveFacts>[] = [
  {
    id: 'ArchiveDatabaseName',
    severity: 'error',
    holds: facts => Token.isUnresolved(facts.databaseName) || /^[a-z0-9_]{1,255}$/.test(facts.databaseName),
    message: facts => `databaseName must be 1 to 255 lower-case letters, digits and underscores, got '${facts.databaseName}'`,
    source: GLUE_DATABASE,
  },
  {
    id: 'ArchiveExpiration',
    severity: 'error',
    holds: facts => wholeDays(facts.eventsExpiration) && wholeDays(facts.quarantineExpiration),
    message: facts => 'eventsExpiration and quarantineExpiration must be whole days, at least 1, '
      + `got ${[facts.eventsExpiration, facts.quarantineExpiration].map(it => it?.toHumanString() ?? 'never').join(' and ')}`,
    source: S3_LIFECYCLE,
  },
  {
    id: 'ArchiveExistingBucket',
    severity: 'error',
    holds: ({ ownersProps = [] }) => ownersProps.length === 0,
    message: ({ ownersProps = [] }) => `what the owner of an existing bucket decides must be left out, got ${ownersProps.join(', ')}`,
    source: S3_LIFECYCLE,
  },
];

function wholeDays(expiration: Duration | undefined): boolean {
  if (expiration === undefined || expiration.isUnresolved()) {
    return true;
  }
  const days = expiration.toDays({ integral: false });
  return days >= 1 && Number.isInteger(days);
}
