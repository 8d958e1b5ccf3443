import * as ec2 from 'aws-cdk-lib/aws-ec2';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import * as logs from 'aws-cdk-lib/aws-logs';
import { Construct } from 'constructs';
import { handlerEnvironment, HandlerShare } from './handler-environment';
import { ProcessorCode } from './processor-code';
import { ProcessorOptions, ProcessorWiring } from './processor-options';
import { DEFAULT_BATCH_SIZE, DEFAULT_MAX_BATCHING_WINDOW, DEFAULT_TIMEOUT } from './processor-timing';
import { refuseFarKey, warnOfOtherAccount } from '../private/customer-key';
import { ENVIRONMENT } from '../wire/environment';

/** What the function is made with, settled by what it runs on. */
export interface ProcessorFunctionProps {
  readonly memorySize: number;
  readonly architecture: lambda.Architecture;
  readonly logGroup: logs.ILogGroup;
  /** What the library's handler has of an execution environment. */
  readonly share: HandlerShare;
  /** Variables for the runtime; the user's go before them. */
  readonly environment?: Record<string, string>;
  readonly reservedConcurrentExecutions?: number;
  readonly vpc?: ec2.IVpc;
  readonly vpcSubnets?: ec2.SubnetSelection;
  readonly securityGroups?: ec2.ISecurityGroup[];
}

/** Makes the function that processes batches, with its code and environment, and lets it log and read what it needs. */
export function createProcessorFunction(scope: Construct, options: ProcessorOptions, props: ProcessorFunctionProps): lambda.Function {
  const code = options.code ?? ProcessorCode.bundled();
  const { share, environment, ...settled } = props;

  const handler = code._createFunction(scope, 'Function', {
    description: 'Lands telemetry in the archive',
    tracing: options.tracing,
    timeout: options.timeout ?? DEFAULT_TIMEOUT,
    role: new iam.Role(scope, 'Role', { assumedBy: new iam.ServicePrincipal('lambda.amazonaws.com') }),
    loggingFormat: lambda.LoggingFormat.JSON,
    environmentEncryption: options.environmentEncryption,
    environment: {
      ...environment,
      ...options.environment,
      ...options.writeKeys?._environment,
      ...(code._isBundled ? handlerEnvironment(options, share) : {}),
    },
    ...settled,
  }, options.eventSchemas?._compile().module);

  props.logGroup.grantWrite(handler);
  refuseFarKey(scope, options.environmentEncryption);
  options.environmentEncryption?.grantDecrypt(handler);
  warnOfOtherAccount(scope, options.environmentEncryption, ['kms:Decrypt']);
  options.writeKeys?._grantRead(handler);
  return handler;
}

/**
 * Has the function read the queue and write to the archive.
 *
 * @param target what the mapping invokes: the function, or an alias of it
 */
export function connectProcessor(
  scope: Construct, handler: lambda.Function, target: lambda.IFunction, options: ProcessorOptions & ProcessorWiring,
): lambda.EventSourceMapping {
  const stored = options.archive.grantWrite(handler);
  handler.addEnvironment(ENVIRONMENT.archiveBucket, options.archive.bucket.bucketName);

  options.queue.grantConsumeMessages(handler);
  warnOfOtherAccount(scope, options.queue.encryptionMasterKey, ['kms:Decrypt']);
  const mapping = new lambda.EventSourceMapping(scope, 'EventSourceMapping', {
    target,
    eventSourceArn: options.queue.queueArn,
    batchSize: options.batchSize ?? DEFAULT_BATCH_SIZE,
    maxBatchingWindow: options.maxBatchingWindow ?? DEFAULT_MAX_BATCHING_WINDOW,
    maxConcurrency: options.maxConcurrency,
    reportBatchItemFailures: true,
  });
  // Through its own resource, since aws-cdk-lib takes up to 2,000 pollers of the 10,000 that there are.
  (mapping.node.defaultChild as lambda.CfnEventSourceMapping).provisionedPollerConfig = options.provisionedPollers;
  stored.applyBefore(mapping);
  return mapping;
}
