import { Names } from 'aws-cdk-lib';
import * as cloudwatch from 'aws-cdk-lib/aws-cloudwatch';
import * as logs from 'aws-cdk-lib/aws-logs';
import { Construct } from 'constructs';
import { METRIC_NAMESPACE } from '../wire/handler-metrics';

/**
 * Counts the requests that were put off with 429, which API Gateway counts among all that clients do wrong.
 *
 * From the access log, where API Gateway may leave some of very many out.
 *
 * @see https://repost.aws/knowledge-center/api-gateway-missing-cloudwatch-logs
 */
export function throttledRequests(scope: Construct, accessLogGroup: logs.ILogGroup): cloudwatch.Metric {
  return countLines(scope, 'RequestsThrottled', accessLogGroup, logs.FilterPattern.stringValue('$.status', '=', '429'));
}

/**
 * Counts the lines in which Lambda warns of its instances: launches and ends that failed, and health checks.
 *
 * @see https://docs.aws.amazon.com/lambda/latest/dg/lambda-managed-instances-monitoring-system-log-events.html
 */
export function instanceWarnings(scope: Construct, providerLogGroup: logs.ILogGroup): cloudwatch.Metric {
  const levels = ['WARN', 'ERROR'].map(level => logs.FilterPattern.stringValue('$.level', '=', level));
  return countLines(scope, 'InstanceWarnings', providerLogGroup, logs.FilterPattern.any(...levels));
}

function countLines(scope: Construct, name: string, logGroup: logs.ILogGroup, filterPattern: logs.IFilterPattern): cloudwatch.Metric {
  const filter = new logs.MetricFilter(scope, name, {
    logGroup,
    filterPattern,
    metricNamespace: METRIC_NAMESPACE,
    // CloudWatch would count pipelines of one name together.
    metricName: `${name}-${Names.uniqueResourceName(scope, { separator: '-', maxLength: 200 })}`,
    metricValue: '1',
    defaultValue: 0,
  });
  return filter.metric({ statistic: cloudwatch.Stats.SUM });
}
