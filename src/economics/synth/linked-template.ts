import { CfnResource, Stack } from 'aws-cdk-lib';
import { LinkedResources } from '../../private/linked-resources';
import { record } from '../../private/template-values';
import type { ReadableResource, ReadableTemplate } from '../template/readable-template';

interface LinkedResource extends ReadableResource {
  readonly resource: CfnResource;
}

/** The resources of a stack as its template will have them; constructs stand for their logical ids by their paths. */
export function linkedTemplate(resources: LinkedResources, stack: Stack): ReadableTemplate {
  const readable = new Map<CfnResource, LinkedResource>();
  const read = (resource: CfnResource): LinkedResource => {
    const known = readable.get(resource) ?? {
      resource,
      logicalId: resource.node.path,
      path: resource.node.path,
      value: path => path.split('.').reduce<unknown>((value, key) => record(value)?.[key], resources.propertiesOf(resource)),
    };
    readable.set(resource, known);
    return known;
  };
  return {
    resources: type => resources.ofType(type).filter(resource => resource.stack === stack).map(read),
    uses: (user, { logicalId }) =>
      resources.linkedFrom(resources.propertiesOf((user as LinkedResource).resource)).some(({ node }) => node.path === logicalId),
    names: (value, { logicalId }) => resources.linkedFrom(value).some(resource => resource.node.path === logicalId),
  };
}
