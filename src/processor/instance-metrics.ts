import * as cloudwatch from 'aws-cdk-lib/aws-cloudwatch';
import * as lambda from 'aws-cdk-lib/aws-lambda';

/** What Lambda publishes of a capacity provider's instances, for each of their types. */
export type InstanceMetric = 'CPUUtilization' | 'MemoryUtilization' | 'vCPUAllocated' | 'vCPUAvailable';

/** What Lambda publishes of a function's execution environments on such instances, for each of its versions. */
export type EnvironmentMetric =
  'ExecutionEnvironmentConcurrency' | 'ExecutionEnvironmentConcurrencyLimit' | 'ExecutionEnvironmentCPUUtilization' | 'ExecutionEnvironmentMemoryUtilization';

/** How the values of all types, or of all versions, are put together. */
export type Together = 'AVG' | 'MAX' | 'SUM';

/** Whatever Lambda publishes under a name. */
const OF_LAMBDA = '"AWS/Lambda"';

/**
 * What it publishes for each type of instances, as AWS documents the dimensions.
 *
 * Should there be a total of all types under the name of the provider alone, or values for each function, a sum would count them again;
 * an average or a maximum hardly changes by them.
 */
const OF_INSTANCES = 'SCHEMA("AWS/Lambda", CapacityProviderName, InstanceType)';

/**
 * A query over what Lambda publishes of managed instances.
 *
 * A query, and no metric, because nobody knows at synth which types of instances Lambda will launch, and each has metrics of its own.
 *
 * @see https://docs.aws.amazon.com/lambda/latest/dg/lambda-managed-instances-monitoring.html
 */
export function instanceMetric(
  together: Together, name: InstanceMetric, provider: lambda.ICapacityProvider, options?: cloudwatch.MathExpressionOptions,
): cloudwatch.MathExpression {
  return query(together, name, together === 'SUM' ? OF_INSTANCES : OF_LAMBDA, `CapacityProviderName = '${provider.capacityProviderName}'`, options);
}

/** The same for one function's environments. */
export function environmentMetric(
  together: Together, name: EnvironmentMetric,
  provider: lambda.ICapacityProvider, reader: lambda.IFunction, options?: cloudwatch.MathExpressionOptions,
): cloudwatch.MathExpression {
  return query(together, name, OF_LAMBDA, `CapacityProviderName = '${provider.capacityProviderName}' AND FunctionName = '${reader.functionName}'`, options);
}

function query(together: Together, name: string, from: string, which: string, options?: cloudwatch.MathExpressionOptions): cloudwatch.MathExpression {
  return new cloudwatch.MathExpression({
    expression: `SELECT ${together}(${name}) FROM ${from} WHERE ${which}`,
    usingMetrics: {},
    label: name,
    ...options,
  });
}
