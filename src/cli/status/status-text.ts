import type { Finding } from './findings';
import type { NextStep } from './next-steps';
import type { PipelineState, Places } from './pipeline-state';
import { age, COLUMNS, count, oneLine, wrapped } from '../terminal/text';

const NAMES: Readonly<Record<keyof Places, string>> = {
  endpoint: 'endpoint',
  queue: 'queue',
  deadLetters: 'dead-letter queue',
  mapping: 'mapping',
  function: 'function',
  bucket: 'bucket',
  doorLog: 'log of the door',
  functionLog: 'log of the function',
  instanceLog: 'log of the instances',
  dashboard: 'dashboard',
};

/** What a person reads; names and addresses are never cut, so that they can be copied. */
export function statusText(state: PipelineState, found: readonly Finding[]): string {
  return [
    found.length === 0 ? 'healthy' : `not healthy: ${found.length === 1 ? 'one thing is wrong' : `${found.length} things are wrong`}`,
    '',
    ...found.flatMap(finding => [...findingText(finding), '']),
    ...figures(state),
    '',
    ...(Object.keys(NAMES) as (keyof Places)[]).flatMap(place => placeText(NAMES[place], state.places[place])),
  ].join('\n');
}

function findingText({ wrong, first, next, read }: Finding): string[] {
  return [
    ...wrapped(`- ${oneLine(wrong)}`, '  '),
    ...first === undefined ? [] : wrapped(`  First: ${oneLine(first)}`, '  '),
    ...next === undefined ? [] : nextText(next),
    ...read === undefined ? [] : [`  ${read}`],
  ];
}

/** In one line, or in several that a shell takes for one. */
function nextText(next: NextStep): string[] {
  const whole = `    ${next.join(' ')}`;
  return whole.length <= COLUMNS ? [whole] : next.map((part, index) => `    ${index === 0 ? '' : '  '}${part}${index === next.length - 1 ? '' : ' \\'}`);
}

function figures({ deployed, queue, deadLetters }: PipelineState): string[] {
  const { alarms = [], mapping, function: reader } = deployed ?? {};
  const oldest = queue.oldestSeconds === undefined ? '' : `; the oldest for ${age(1_000 * queue.oldestSeconds)}`;
  const ringing = alarms.filter(({ rings }) => rings).length;
  return [
    ...deployed ? [line('alarms', alarms.length === 0 ? 'none' : `${count(ringing)} of ${count(alarms.length)} ring`)] : [],
    line('queue', `${count(queue.waiting)} requests wait, ${count(queue.inHand)} are in hand${oldest}`),
    line('dead letters', count(deadLetters)),
    ...mapping ? [line('mapping', mapping.lastResult === undefined ? mapping.state : `${mapping.state}; last result: ${oneLine(mapping.lastResult)}`)] : [],
    ...reader ? [line('function', [
      reader.state,
      ...reader.lastUpdate === undefined ? [] : [`last update ${reader.lastUpdate}`],
      reader.managedInstances ? 'on managed instances' : 'on ordinary Lambda',
    ].join(', '))] : [],
  ].flatMap(text => wrapped(text, '    '));
}

function placeText(name: string, value: string | undefined): string[] {
  if (value === undefined) {
    return [];
  }
  const text = line(name, value);
  return text.length <= COLUMNS ? [text] : [name, `  ${value}`];
}

function line(name: string, value: string): string {
  return `${name.padEnd(22)}${value}`;
}
