import * as cloudwatch from 'aws-cdk-lib/aws-cloudwatch';

/** Widgets of a row share its 24 columns. */
export type Row = cloudwatch.IWidget[];

/** A graph that starts at nothing, so that its height can be trusted. */
export function graph(title: string, unit: string, left: cloudwatch.IMetric[], options: cloudwatch.GraphWidgetProps = {}): cloudwatch.GraphWidget {
  return new cloudwatch.GraphWidget({
    title,
    left,
    leftYAxis: { min: 0, label: unit, showUnits: false },
    width: 8,
    height: 6,
    liveData: true,
    ...options,
  });
}

/** A line at a limit. */
export function limit(value: number | undefined, label: string): Pick<cloudwatch.GraphWidgetProps, 'leftAnnotations'> {
  return value === undefined ? {} : { leftAnnotations: [{ value, label, color: cloudwatch.Color.RED }] };
}
