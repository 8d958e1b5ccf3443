import * as iam from 'aws-cdk-lib/aws-iam';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import * as logs from 'aws-cdk-lib/aws-logs';
import { Construct } from 'constructs';
import { handlerEnvironment } from './handler-environment';
import { ManagedInstanceProcessorOptions } from './managed-instance-options';
import { ProcessorCode } from './processor-code';
import { DEFAULT_TIMEOUT } from './processor-timing';
import { known } from '../private/rules';

const WORKER_COUNT = 'AWS_LAMBDA_NODEJS_WORKER_COUNT';

/** What the function is made with, settled. */
export interface ProcessorFunctionProps {
  readonly memorySize: number;
  readonly vCpus: number;
  readonly architecture: lambda.Architecture;
  readonly perExecutionEnvironmentMaxConcurrency: number;
  readonly logGroup: logs.ILogGroup;
}

/** Makes the function that processes batches, with its code and environment; it is not attached to instances yet. */
export function createProcessorFunction(scope: Construct, options: ManagedInstanceProcessorOptions, props: ProcessorFunctionProps): lambda.Function {
  const code = options.code ?? ProcessorCode.bundled();

  return code._createFunction(scope, 'Function', {
    description: 'Lands telemetry in the archive',
    architecture: props.architecture,
    memorySize: props.memorySize,
    tracing: options.tracing,
    timeout: options.timeout ?? DEFAULT_TIMEOUT,
    role: new iam.Role(scope, 'Role', { assumedBy: new iam.ServicePrincipal('lambda.amazonaws.com') }),
    logGroup: props.logGroup,
    loggingFormat: lambda.LoggingFormat.JSON,
    environmentEncryption: options.environmentEncryption,
    environment: {
      ...(code.runtime.family === lambda.RuntimeFamily.NODEJS ? workerEnvironment(props.vCpus) : {}),
      ...options.environment,
      ...options.writeKeys?._environment,
      ...(code._isBundled ? handlerEnvironment(options, {
        memorySize: known(props.memorySize),
        concurrency: known(props.perExecutionEnvironmentMaxConcurrency),
        workers: Number(known(options.environment?.[WORKER_COUNT])) || props.vCpus,
      }) : {}),
    },
  }, options.eventSchemas?._compile().module);
}

function workerEnvironment(vCpus: number): Record<string, string> {
  return {
    // One worker thread for each vCPU: each loads the handler anew, and rows merge better in fewer of them.
    [WORKER_COUNT]: `${vCpus}`,
    // A polling worker holds a thread of this pool; compression and name resolution need threads besides.
    UV_THREADPOOL_SIZE: `${4 + 2 * vCpus}`,
  };
}
