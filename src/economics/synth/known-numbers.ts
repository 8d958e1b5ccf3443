import { Token } from 'aws-cdk-lib';

/** Refuses numbers that are known only at deployment, which no estimate can be made of. */
export function demandKnown(values: object, prefix = ''): void {
  for (const [member, value] of Object.entries(values)) {
    if (Token.isUnresolved(value)) {
      throw new Error(`${prefix}${member} must be known at synthesis, got a value that is known only at deployment`);
    }
  }
}
