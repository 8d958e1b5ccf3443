import { readAuthorizerFunctions } from './template/authorizer-functions';
import { readStacks, type AssemblyStack } from './template/cloud-assembly';
import { doorDifferences } from './template/door-differences';
import { findFunction, readFunction, type SynthesizedFunction } from './template/function';
import { readHttpDoors, type SynthesizedHttpDoor } from './template/http-door';
import { functionNameOf, physicalName, queueNameOf } from './template/local-names';
import { findMapping, readMapping, type SynthesizedMapping } from './template/mapping';
import { readQueue, type SynthesizedQueue } from './template/queue';
import { readRestDoors, type SynthesizedRestDoor } from './template/rest-door';
import type { StackTemplate } from './template/stack-template';

/** The API in front of the queue. */
export type SynthesizedDoor = SynthesizedRestDoor | SynthesizedHttpDoor;

/** A pipeline as it stands in a synthesized template, with all references followed. */
export interface SynthesizedPipeline {
  readonly stackName: string;
  readonly templateFile: string;
  readonly template: StackTemplate;
  readonly door: SynthesizedDoor;
  readonly queue: SynthesizedQueue;
  readonly deadLetterQueue?: SynthesizedQueue;
  readonly mapping: SynthesizedMapping;
  readonly mappingId: string;
  readonly function: SynthesizedFunction;
  /** Functions that tell the door who may send, those that can run here. */
  readonly authorizers: readonly SynthesizedFunction[];
  /** Names of the stack's buckets. */
  readonly buckets: readonly string[];
  /** What of the door the local run leaves out, for the user to know. */
  readonly differences: readonly string[];
}

/** Which pipeline to read. */
export interface PipelineChoice {
  /** Name, artifact id or construct path of the stack, or the path of the pipeline; needed when there are several pipelines. */
  readonly stackName?: string;
}

/**
 * Reads the pipeline out of the folder that `cdk synth` writes.
 *
 * Starts at the API and follows the references from there: to its queue, to what reads that queue, to the function.
 */
export function readSynthesizedPipeline(folder: string, { stackName }: PipelineChoice = {}): SynthesizedPipeline {
  const stacks = readStacks(folder);
  const candidates = stacks.flatMap(stack => doorsOf(stack).map(door => ({ stack, door, path: pathOf(stack, door) })))
    .filter(({ stack, path }) => stackName === undefined || stack.aliases.includes(stackName) || path.startsWith(`${stackName}/`));
  if (candidates.length === 0) {
    const searched = stackName === undefined ? folder : `stack ${stackName} of ${folder}`;
    throw new Error(`${searched} must have an API that sends to SQS, got none in ${listed(stacks)}; run \`cdk synth\` after changes to the app`);
  }
  if (candidates.length > 1) {
    const found = candidates.map(({ stack, door }) => `${door.apiId} in ${stack.name}`).join(', ');
    throw new Error(`${folder} must have one API that sends to SQS, got ${found}; name a stack that has just one with --stack${ownPaths(candidates)}`);
  }
  return readPipeline(candidates[0].stack, candidates[0].door);
}

function readPipeline(stack: AssemblyStack, door: SynthesizedDoor): SynthesizedPipeline {
  const queue = readQueue(stack.template, targetQueueOf(door));
  const mapping = findMapping(stack, queue.name);
  const reference = mapping.text('FunctionName');
  const fn = findFunction(stack, reference);
  if (!fn) {
    throw new Error(`${stack.templateFile} must have the AWS::Lambda::Function that ${mapping.logicalId} invokes, got none named ${functionNameOf(reference)}`);
  }
  const authorizers = readAuthorizerFunctions(stack, authorizersOf(door));

  return {
    stackName: stack.name,
    templateFile: stack.templateFile,
    template: stack.template,
    door,
    queue,
    deadLetterQueue: queue.redrive && readQueue(stack.template, queue.redrive.deadLetterQueue),
    mapping: readMapping(mapping),
    mappingId: mapping.logicalId,
    function: readFunction(stack, fn),
    buckets: stack.template.resources('AWS::S3::Bucket').map(physicalName),
    authorizers: authorizers.runnable,
    differences: [...authorizers.differences, ...doorDifferences(stack.template, door)],
  };
}

function doorsOf({ template }: AssemblyStack): SynthesizedDoor[] {
  return [...readRestDoors(template), ...readHttpDoors(template)];
}

/** Path of the construct that made the API; empty where the template does not tell. */
function pathOf({ template }: AssemblyStack, { apiId }: SynthesizedDoor): string {
  return String(template.resource(apiId).metadata['aws:cdk:path'] ?? '');
}

/** Paths that tell pipelines apart, for the user to name one. */
function ownPaths(candidates: readonly { readonly path: string }[]): string {
  const own = candidates.map(({ path }) => {
    const prefixes = path.split('/').map((_, index, names) => names.slice(0, index + 1).join('/'));
    return prefixes.find(prefix => prefix !== '' && candidates.filter(other => other.path.startsWith(`${prefix}/`)).length === 1);
  });
  return own.some(path => path === undefined) ? '' : `, or one of ${own.join(', ')}`;
}

function authorizersOf(door: SynthesizedDoor): string[] {
  return (door.kind === 'rest' ? door.methods : door.routes).flatMap(({ authorizer }) => authorizer?.functionName ?? []);
}

function targetQueueOf(door: SynthesizedDoor): string {
  const names = new Set(door.kind === 'rest'
    ? door.methods.flatMap(({ integration }) => integration.queueName ?? [])
    : door.routes.map(({ parameters }) => queueNameOf(parameters.QueueUrl)));
  if (names.size !== 1) {
    throw new Error(`${door.apiId} must send to one queue, got ${[...names].join(', ')}`);
  }
  return [...names][0];
}

function listed(stacks: readonly AssemblyStack[]): string {
  return stacks.length === 0 ? 'no stack' : stacks.map(({ name }) => name).join(', ');
}
