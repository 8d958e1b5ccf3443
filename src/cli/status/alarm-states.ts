import { DescribeAlarmsCommand, type CloudWatchClient, type MetricAlarm } from '@aws-sdk/client-cloudwatch';
import type { AlarmState } from './pipeline-state';
import type { StackParts } from './stack-parts';
import { DESCRIPTION_PARTS } from '../../wire/operations-page';

/** As many as CloudWatch tells at once. */
const AT_ONCE = 100;

/** Alarms of a stack, in the order in which it lists them. */
export async function alarmStates(client: CloudWatchClient, parts: StackParts): Promise<AlarmState[]> {
  const alarms = parts.ofType('AWS::CloudWatch::Alarm');
  const states = new Map<string, MetricAlarm>();
  for (let first = 0; first < alarms.length; first += AT_ONCE) {
    const names = alarms.slice(first, first + AT_ONCE).map(({ name }) => name);
    const { MetricAlarms: found = [] } = await client.send(new DescribeAlarmsCommand({ AlarmNames: names, MaxRecords: AT_ONCE }));
    found.forEach(alarm => states.set(alarm.AlarmName!, alarm));
  }
  return alarms.flatMap(({ logicalId, name }) => {
    const alarm = states.get(name);
    return alarm === undefined ? [] : [stateOf(alarm, logicalId)];
  });
}

function stateOf(alarm: MetricAlarm, id: string): AlarmState {
  const { AlarmName: name = '', StateValue: state, StateUpdatedTimestamp: since, AlarmDescription: text = '' } = alarm;
  const [said, page] = text.split(DESCRIPTION_PARTS.page);
  const section = page?.split('#')[1];
  const [wrong, first] = said.split(DESCRIPTION_PARTS.everything)[0].split(DESCRIPTION_PARTS.first);
  const isOurs = section !== undefined && id.toLowerCase().endsWith(section);
  return {
    name: isOurs ? id.slice(-section.length) : name,
    rings: state === 'ALARM',
    since: since?.toISOString(),
    wrong,
    first,
    section: isOurs ? section : undefined,
  };
}
