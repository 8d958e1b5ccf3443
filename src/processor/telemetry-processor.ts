import * as cloudwatch from 'aws-cdk-lib/aws-cloudwatch';
import * as ec2 from 'aws-cdk-lib/aws-ec2';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import * as logs from 'aws-cdk-lib/aws-logs';
import { Construct } from 'constructs';
import { WatchedProcessor } from './watched-processor';
import { HANDLER_METRICS, METRIC_DIMENSIONS, METRIC_NAMESPACE } from '../wire/handler-metrics';

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
   * What can be watched of it.
   *
   * @internal
   */
  public abstract readonly _watched: WatchedProcessor;

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
   * By the name of the function alone, as AWS documents it for every function; on managed instances this was not seen, since nothing was
   * deployed: compare it once with the log.
   *
   * @param options what differs: statistic, period, label, region
   */
  public metricErrors(options?: cloudwatch.MetricOptions): cloudwatch.Metric {
    return this.function.metricErrors(options);
  }

  /**
   * Batches that were refused because every environment was busy; sum over 5 minutes unless said otherwise.
   *
   * By the name of the function alone, which on managed instances was not seen, as with `metricErrors()`.
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

  /**
   * Messages that go back into the queue because their rows were not stored in time; sum over 5 minutes unless said otherwise.
   *
   * Told by the library's handler only.
   *
   * @param options what differs: statistic, period, label, region
   */
  public metricMessagesFailed(options?: cloudwatch.MetricOptions): cloudwatch.Metric {
    return this.handlerMetric(HANDLER_METRICS.messagesFailed, { statistic: cloudwatch.Stats.SUM, ...options });
  }

  /**
   * Messages that batches held; sum over 5 minutes unless said otherwise.
   *
   * Told by the library's handler only.
   *
   * @param options what differs: statistic, period, label, region
   */
  public metricMessagesReceived(options?: cloudwatch.MetricOptions): cloudwatch.Metric {
    return this.handlerMetric(HANDLER_METRICS.messagesReceived, { statistic: cloudwatch.Stats.SUM, ...options });
  }

  /**
   * Events that are stored as rows or quarantined; sum over 5 minutes unless said otherwise.
   *
   * Told by the library's handler only.
   *
   * @param options what differs: statistic, period, label, region
   */
  public metricEventsAccepted(options?: cloudwatch.MetricOptions): cloudwatch.Metric {
    return this.handlerMetric(HANDLER_METRICS.eventsAccepted, { statistic: cloudwatch.Stats.SUM, ...options });
  }

  /**
   * Events that are stored as rows; sum over 5 minutes unless said otherwise.
   *
   * Told by the library's handler only.
   *
   * @param options what differs: statistic, period, label, region
   */
  public metricEventsLanded(options?: cloudwatch.MetricOptions): cloudwatch.Metric {
    return this.handlerMetric(HANDLER_METRICS.eventsLanded, { statistic: cloudwatch.Stats.SUM, ...options });
  }

  /**
   * Events, and bodies that hold none, that are stored in quarantine; sum over 5 minutes unless said otherwise.
   *
   * Told by the library's handler only.
   *
   * @param options what differs: statistic, period, label, region
   */
  public metricEventsQuarantined(options?: cloudwatch.MetricOptions): cloudwatch.Metric {
    return this.handlerMetric(HANDLER_METRICS.eventsQuarantined, { statistic: cloudwatch.Stats.SUM, ...options });
  }

  /**
   * Time from the receipt of a message to its rows being stored, in milliseconds; 95th percentile over 5 minutes unless said otherwise.
   *
   * Told by the library's handler only.
   *
   * @param options what differs: statistic, period, label, region
   */
  public metricLag(options?: cloudwatch.MetricOptions): cloudwatch.Metric {
    return this.handlerMetric(HANDLER_METRICS.lag, { statistic: cloudwatch.Stats.p(95), ...options });
  }

  /**
   * Compressed size of the objects that batches are stored in, in bytes; average over 5 minutes unless said otherwise.
   *
   * Told by the library's handler only.
   *
   * @param options what differs: statistic, period, label, region
   */
  public metricObjectSize(options?: cloudwatch.MetricOptions): cloudwatch.Metric {
    return this.handlerMetric(HANDLER_METRICS.objectSize, options);
  }

  private handlerMetric(metricName: string, options?: cloudwatch.MetricOptions): cloudwatch.Metric {
    return new cloudwatch.Metric({
      namespace: METRIC_NAMESPACE,
      metricName,
      dimensionsMap: { [METRIC_DIMENSIONS.functionName]: this.function.functionName },
      ...options,
    }).attachTo(this);
  }
}
