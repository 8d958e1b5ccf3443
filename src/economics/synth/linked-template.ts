import { CfnResource, Stack } from 'aws-cdk-lib';
import { LinkedResources } from '../../private/linked-resources';
import { record } from '../../private/template-values';
import type { ReadableResource, ReadableTemplate } from '../template-configuration';

/** The resources of a stack as its template will have them; constructs stand for their logical ids by their paths. */
export function linkedTemplate(resources: LinkedResources, stack: Stack): ReadableTemplate {
  const readable = new Map<CfnResource, ReadableResource>();
  const read = (resource: CfnResource): ReadableResource => {
    const known = readable.get(resource) ?? {
      logicalId: resource.node.path,
      value: path => path.split('.').reduce<unknown>((value, key) => record(value)?.[key], resources.propertiesOf(resource)),
    };
    readable.set(resource, known);
    return known;
  };
  return {
    resources: type => resources.ofType(type).filter(resource => resource.stack === stack).map(read),
    names: (value, { logicalId }) => resources.linkedFrom(value).some(resource => resource.node.path === logicalId),
  };
}
