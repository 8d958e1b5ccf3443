import { join } from 'node:path';
import { versionOf, type FunctionSettings } from './function-settings';
import { LOCAL_REGION } from '../queue/queue-address';

/** Variables of the user's own that a process cannot do without. */
const INHERITED = ['PATH', 'SystemRoot', 'TMPDIR', 'TEMP', 'TMP'];

/** Each worker loads the function once; AWS's eight per vCPU would be too many for a laptop. */
const WORKERS = '2';

/** Nothing listens there: a service that has no stand-in refuses the connection instead of being AWS. */
const NOWHERE = 'http://127.0.0.1:9';

/** Where a process finds its code and its Runtime API. */
export interface ProcessLocation {
  readonly taskRoot: string;
  readonly runtimeApi: string;
}

/**
 * Variables that the process of a function runs with.
 *
 * Built from nothing, so that no credential, profile or setting of the user can reach the function and, through it, AWS.
 */
export function processEnvironment(fn: FunctionSettings, { taskRoot, runtimeApi }: ProcessLocation): Record<string, string> {
  const inherited = INHERITED.flatMap(name => (process.env[name] === undefined ? [] : [[name, process.env[name]]]));
  const absentFile = join(taskRoot, '..', 'no-aws-configuration');
  return {
    ...Object.fromEntries(inherited),
    TZ: ':UTC',
    LANG: 'en_US.UTF-8',
    AWS_ENDPOINT_URL: NOWHERE,
    AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED: 'true', // the user's Node is not the function's
    AWS_LAMBDA_NODEJS_WORKER_COUNT: WORKERS,
    ...fn.environment,

    // Lambda lets no function set these, so that nothing above can.
    AWS_REGION: LOCAL_REGION,
    AWS_DEFAULT_REGION: LOCAL_REGION,
    AWS_ACCESS_KEY_ID: 'local',
    AWS_SECRET_ACCESS_KEY: 'local',
    AWS_SESSION_TOKEN: 'local',
    AWS_CONFIG_FILE: absentFile,
    AWS_SHARED_CREDENTIALS_FILE: absentFile,
    AWS_EC2_METADATA_DISABLED: 'true',

    _HANDLER: fn.handler,
    LAMBDA_TASK_ROOT: taskRoot,
    AWS_LAMBDA_RUNTIME_API: runtimeApi,
    AWS_LAMBDA_FUNCTION_NAME: fn.functionName,
    AWS_LAMBDA_FUNCTION_VERSION: versionOf(fn),
    AWS_LAMBDA_FUNCTION_MEMORY_SIZE: String(fn.memorySizeMb),
    AWS_LAMBDA_LOG_GROUP_NAME: logGroupOf(fn.functionName),
    AWS_LAMBDA_LOG_STREAM_NAME: 'local',
    AWS_LAMBDA_LOG_FORMAT: 'JSON',
    ...initialization(fn),
  };
}

/** Where a function logs. */
export function logGroupOf(functionName: string): string {
  return `/aws/lambda/${functionName}`;
}

/** What tells AWS's client whether several invocations may run at a time. */
function initialization({ maxConcurrency }: FunctionSettings): Record<string, string> {
  if (maxConcurrency === undefined) {
    return { AWS_LAMBDA_INITIALIZATION_TYPE: 'on-demand' };
  }
  return { AWS_LAMBDA_INITIALIZATION_TYPE: 'lambda-managed-instances', AWS_LAMBDA_MAX_CONCURRENCY: String(maxConcurrency) };
}
