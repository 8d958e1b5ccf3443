import { createHash } from 'crypto';
import { Stack } from 'aws-cdk-lib';
import type { Construct } from 'constructs';

/** A name for the queue of a construct that no other one in the account has; it stays as long as stack and path do. */
export function uniqueQueueName(construct: Construct): string {
  let stack = Stack.of(construct);
  while (stack.nestedStackParent) {
    stack = stack.nestedStackParent; // a nested stack's own name is known at deployment only
  }
  const hash = createHash('sha256').update(`${stack.stackName}/${construct.node.path}`).digest('hex').slice(0, 8);
  return `${stack.stackName}-${construct.node.id}`.replace(/[^\w-]/g, '').slice(0, 71) + `-${hash}`;
}
