import type { ReadableResource, ReadableTemplate } from './readable-template';

/** What names keys, secrets and functions that stand elsewhere in a stack. */
const USERS = [
  'AWS::Lambda::Function', 'AWS::Lambda::CapacityProvider', 'AWS::SQS::Queue', 'AWS::S3::Bucket', 'AWS::Logs::LogGroup',
  'AWS::ApiGateway::Authorizer', 'AWS::ApiGatewayV2::Authorizer',
];

/**
 * Tells what of a stack is a pipeline's: what stands below the path that its function shares with its API, queue or archive, and what that
 * uses. Where they share none but the stack's, or the template has no paths, all of it is.
 */
export function ownership(
  template: ReadableTemplate, reader: ReadableResource, others: readonly (ReadableResource | undefined)[],
): (resource: ReadableResource) => boolean {
  const shared = others.map(other => sharedPath(reader.path, other?.path)).sort((one, other) => other.length - one.length)[0] ?? '';
  if (shared === '') {
    return () => true;
  }
  const users = USERS.flatMap(type => template.resources(type));
  const own = users.filter(isBelow);
  for (const user of own) { // grows while it is gone through
    own.push(...users.filter(used => !own.some(known => known.logicalId === used.logicalId) && template.uses(user, used)));
  }
  return resource => isBelow(resource) || own.some(user => template.uses(user, resource));

  function isBelow({ path = '' }: ReadableResource): boolean {
    return path.startsWith(`${shared}/`);
  }
}

function sharedPath(one = '', other = ''): string {
  const names = one.split('/');
  const others = other.split('/');
  const end = names.findIndex((name, index) => name !== others[index]);
  return names.slice(0, end).join('/');
}
