import { Stack, Validations } from 'aws-cdk-lib';
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

/** Records why a permission is for all that begins with something. */
export function acknowledgeWildcard(scope: IConstruct, arn: string, reason: string): void {
  acknowledge(scope, `AwsSolutions-IAM5[Resource::${asScannersWrite(Stack.of(scope).resolve(arn))}]`, reason);
}

/** A reference as cdk-nag has it in its ids, such as `<Bucket.Arn>/events/*`. */
function asScannersWrite(reference: unknown): string {
  if (typeof reference === 'string') {
    return reference;
  }
  const [[kind, value]] = Object.entries(reference as Record<string, unknown>);
  switch (kind) {
    case 'Ref': return `<${String(value)}>`;
    case 'Fn::GetAtt': return `<${(value as string[]).join('.')}>`;
    case 'Fn::Join': return (value as [string, unknown[]])[1].map(asScannersWrite).join((value as [string, unknown[]])[0]);
    default: return JSON.stringify(reference);
  }
}
