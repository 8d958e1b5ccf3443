import type { PipelineState } from './pipeline-state';

/** A command, in parts that stay together when it takes several lines; or an address to open. */
export type NextStep = readonly string[];

type Step = (state: PipelineState) => NextStep | undefined;

/** What to do or to open first for each alarm, by its section in docs/operations.md, in the order of the data's path. */
export const NEXT_STEPS: Readonly<Record<string, Step>> = {
  doorsilent: ({ places: { endpoint } }) => endpoint === undefined ? undefined : ['curl -i -X POST', `${endpoint}events`, '-d \'{"event":"Are you there"}\''],
  doorclienterrors: doorLog('{ $.status = "4*" && $.status != "429" }'),
  doorthrottled: doorLog('{ $.status = "429" }'),
  doorservererrors: doorLog('{ $.status = "5*" }'),
  queueage: functionLog('%ERROR|failed%'),
  deadletters: deadLetters,
  batcherrors: functionLog('{ $.level = "ERROR" }'),
  batchthrottles: dashboard,
  messagesreturned: functionLog('"messages failed"'),
  instancecpu: dashboard,
  instancememory: dashboard,
  instancelifecycle: instanceLog('{ $.level = "WARN" || $.level = "ERROR" }'),
  vcpucap: dashboard,
  environmentconcurrency: dashboard,
  functionconcurrency: dashboard,
  quarantineshare: ({ choice }) => ['npx telemetry-pipeline quarantine list', choice, '--since 1h'],
  landinglag: dashboard,
};

/** Looks at dead letters. */
export function deadLetters({ choice }: PipelineState): NextStep {
  return ['npx telemetry-pipeline dlq', choice];
}

/** Has batches run again. */
export function enableMapping({ places: { mapping } }: PipelineState): NextStep | undefined {
  return mapping === undefined ? undefined : ['aws lambda update-event-source-mapping', `--uuid ${mapping}`, '--enabled'];
}

/** Errors of the function. */
export function functionErrors(state: PipelineState): NextStep | undefined {
  return NEXT_STEPS.batcherrors(state);
}

function dashboard({ places: { dashboard: address } }: PipelineState): NextStep | undefined {
  return address === undefined ? undefined : [address];
}

function doorLog(filter: string): Step {
  return ({ places }) => logOf(places.doorLog, filter);
}

function functionLog(filter: string): Step {
  return ({ places }) => logOf(places.functionLog, filter);
}

function instanceLog(filter: string): Step {
  return ({ places }) => logOf(places.instanceLog, filter);
}

function logOf(name: string | undefined, filter: string): NextStep | undefined {
  return name === undefined ? undefined : ['aws logs tail', name, '--since 1h', `--filter-pattern '${filter}'`];
}
