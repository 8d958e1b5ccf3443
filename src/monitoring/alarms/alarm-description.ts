import { Watch } from './watch';

/** Where it stands what to do about each alarm. */
export const OPERATIONS_PAGE = 'https://github.com/cdk-telemetry-pipeline/cdk-telemetry-pipeline/blob/main/docs/operations.md';

/** What an alarm says to whoever it wakes; CloudWatch takes 1,024 characters. */
export function descriptionOf({ alarm, wrong, data, first }: Watch, stackName: string): string {
  return `${wrong} Data: ${data} First: ${first} Everything at once: \`npx telemetry-pipeline status --stack ${stackName}\`. `
    + `Read on: ${OPERATIONS_PAGE}#${alarm.toLowerCase()}`;
}
