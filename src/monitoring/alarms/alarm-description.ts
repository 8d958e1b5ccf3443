import { Watch } from './watch';
import { DESCRIPTION_PARTS, OPERATIONS_PAGE } from '../../wire/operations-page';

/** What an alarm says to whoever it wakes; CloudWatch takes 1,024 characters. */
export function descriptionOf({ alarm, wrong, data, first }: Watch, stackName: string): string {
  const said = {
    data,
    first,
    everything: `\`npx telemetry-pipeline status --stack ${stackName}\`.`,
    page: `${OPERATIONS_PAGE}#${alarm.toLowerCase()}`,
  };
  const parts = Object.entries(DESCRIPTION_PARTS).map(([part, word]) => word + said[part as keyof typeof said]);
  return wrong + parts.join('');
}
