import { CfnResource, Stack } from 'aws-cdk-lib';
import { IConstruct } from 'constructs';
import { linkedTemplate } from './linked-template';
import type { KnownPipeline } from './traffic-facts';
import { LinkedResources } from '../../private/linked-resources';
import type { PipelineConfiguration } from '../configuration';
import { unlessInestimable } from '../inestimable';
import { isManaged, workersOf } from '../template/compute';
import { readDoor } from '../template/door';
import { readConfiguration, readMapping } from '../template-configuration';

/** The constructs of a pipeline that tell what it costs. */
export interface PricedConstructs {
  /** The API; absent from the app when it was imported. */
  readonly api: IConstruct;
  readonly doorKind: 'rest' | 'http';
  readonly eventSourceMapping: IConstruct;
  readonly function: IConstruct;
}

/** A pipeline as its template would be now: whole, or what of it is known before deployment. */
export interface ReadPipeline {
  whole(): PipelineConfiguration;
  asFarAsKnown(): KnownPipeline;
}

/** Reads a pipeline from its constructs. */
export function pipelineOf(scope: IConstruct, { api, doorKind, eventSourceMapping, function: reader }: PricedConstructs): ReadPipeline {
  const template = linkedTemplate(new LinkedResources(scope.node.root), Stack.of(scope));
  const parts = { doorKind, apiId: pathOf(api), mappingId: pathOf(eventSourceMapping), functionId: pathOf(reader) };
  const fn = template.resources('AWS::Lambda::Function').find(({ logicalId }) => logicalId === parts.functionId)!;
  return {
    whole: () => readConfiguration(template, parts),
    asFarAsKnown: () => ({
      isManaged: isManaged(fn),
      workers: unlessInestimable(() => workersOf(fn)),
      door: unlessInestimable(() => readDoor(template, parts)),
      mapping: unlessInestimable(() => readMapping(template, parts)),
      pipeline: unlessInestimable(() => readConfiguration(template, parts)),
    }),
  };
}

/** Path of the resource that a construct is made for. */
function pathOf(construct: IConstruct): string {
  const resource = construct.node.defaultChild;
  return CfnResource.isCfnResource(resource) ? resource.node.path : construct.node.path;
}
