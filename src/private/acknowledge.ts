import { Validations } from 'aws-cdk-lib';
import { IConstruct } from 'constructs';

/**
 * Records why a finding of a security scanner is as it should be.
 *
 * As `Validations.of(scope).acknowledge()`, which refuses ids of single findings (they hold `::`) in the older versions
 * of aws-cdk-lib that we support.
 */
export function acknowledge(scope: IConstruct, id: string, reason: string): void {
  scope.node.addMetadata(Validations.ACKNOWLEDGED_RULES_METADATA_KEY, { [`Annotation::${id}`]: reason });
}
