import * as cloudwatch from 'aws-cdk-lib/aws-cloudwatch';
import * as ec2 from 'aws-cdk-lib/aws-ec2';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import * as logs from 'aws-cdk-lib/aws-logs';
import { Construct } from 'constructs';

/** Turns requests into rows of the archive, whatever it runs on. */
export abstract class TelemetryProcessor extends Construct implements iam.IGrantable {
  /** The function that processes batches. */
  public abstract readonly function: lambda.IFunction;

  /** The mapping that hands batches from the queue to the function. */
  public abstract readonly eventSourceMapping: lambda.IEventSourceMapping;

  /** Where the function logs. */
  public abstract readonly logGroup: logs.ILogGroup;

  /** The VPC that it runs in; absent when it runs in none, or when the capacity provider was given. */
  public abstract readonly vpc?: ec2.IVpc;

  /** The function's role, for grants to a handler that does more. */
  public abstract readonly grantPrincipal: iam.IPrincipal;

  /**
   * Batches that the function was given; sum over 5 minutes unless said otherwise.
   *
   * @param options what differs: statistic, period, label, region
   */
  public metricInvocations(options?: cloudwatch.MetricOptions): cloudwatch.Metric {
    return this.function.metricInvocations(options);
  }

  /**
   * Batches that failed as a whole; sum over 5 minutes unless said otherwise.
   *
   * @param options what differs: statistic, period, label, region
   */
  public metricErrors(options?: cloudwatch.MetricOptions): cloudwatch.Metric {
    return this.function.metricErrors(options);
  }

  /**
   * Batches that were refused because every environment was busy; sum over 5 minutes unless said otherwise.
   *
   * @param options what differs: statistic, period, label, region
   */
  public metricThrottles(options?: cloudwatch.MetricOptions): cloudwatch.Metric {
    return this.function.metricThrottles(options);
  }

  /**
   * How long a batch takes, in milliseconds; average over 5 minutes unless said otherwise.
   *
   * @param options what differs: statistic, period, label, region
   */
  public metricDuration(options?: cloudwatch.MetricOptions): cloudwatch.Metric {
    return this.function.metricDuration(options);
  }
}
