import { PipelineAlarm } from '../../src';
import { findings } from '../../src/cli/status/findings';
import { NEXT_STEPS } from '../../src/cli/status/next-steps';
import type { DeployedState, PipelineState } from '../../src/cli/status/pipeline-state';
import { statusText } from '../../src/cli/status/status-text';

const NOW = Date.parse('2026-11-23T03:00:00Z');
const ENABLED = { state: 'Enabled' };
const ACTIVE = { state: 'Active', lastUpdate: 'Successful', managedInstances: true };

function pipeline(deployed: Partial<DeployedState>): PipelineState {
  return {
    choice: '--stack Telemetry',
    deployed: { alarms: [], mapping: ENABLED, function: ACTIVE, ...deployed },
    queue: { waiting: 0, inHand: 0 },
    deadLetters: 0,
    places: { queue: 'https://sqs/requests', mapping: 'the-uuid', functionLog: 'function-log', dashboard: 'https://console/dashboard' },
  };
}

test('every alarm has a next step, in the order of the path', () => {
  expect(Object.keys(NEXT_STEPS)).toEqual(Object.values(PipelineAlarm).map(name => name.toLowerCase()));
});

test.each([
  { what: 'nothing', deployed: {}, says: [] },
  { what: 'a function that was idle for long', deployed: { function: { ...ACTIVE, state: 'Inactive', managedInstances: false } }, says: [] },
  { what: 'a deployment under way', deployed: { function: { ...ACTIVE, state: 'Pending', reason: 'The function is being created.' } }, says: [/^The function is Pending: The function is being created/] },
  { what: 'instances that were scaled to nothing', deployed: { function: { ...ACTIVE, state: 'Deactivated' } }, says: [/^The function is Deactivated; requests wait, and nothing is processed/] },
  { what: 'an update without memory', deployed: { function: { ...ACTIVE, lastUpdate: 'Failed', lastUpdateReason: 'out of memory' } }, says: [/^The last update of the function failed: out of memory; the code before it runs/] },
  { what: 'a mapping that was disabled', deployed: { mapping: { state: 'Disabled' } }, says: [/^The event source mapping is Disabled: requests wait/] },
  { what: 'a mapping that is being enabled', deployed: { mapping: { state: 'Enabling' } }, says: [/^The event source mapping is Enabling: requests wait meanwhile/] },
  { what: 'a mapping that may not call', deployed: { mapping: { state: 'Enabled', lastResult: 'PROBLEM: Function call failed' } }, says: [/PROBLEM: Function call failed$/] },
  { what: 'no mapping', deployed: { mapping: undefined }, says: [/^No event source mapping of the stack reads the queue/] },
])('finds wrong: $what', ({ deployed, says }) => {
  expect(findings(pipeline(deployed), NOW).map(({ wrong }) => wrong)).toEqual(says.map(pattern => expect.stringMatching(pattern)));
});

test('tells alarms that ring in the order of the path, those of one\'s own last', () => {
  const alarm = { rings: true, since: '2026-11-23T02:48:00Z', wrong: 'bad.' };
  const alarms = [
    { ...alarm, name: 'Mine' }, { ...alarm, name: 'LandingLag', section: 'landinglag' }, { ...alarm, name: 'BatchErrors', section: 'batcherrors' },
    { ...alarm, name: 'QueueAge', section: 'queueage', rings: false },
  ];

  const found = findings(pipeline({ alarms }), NOW);

  expect(found.map(({ wrong }) => wrong)).toEqual(['BatchErrors rings for 12 min: bad.', 'LandingLag rings for 12 min: bad.', 'Mine rings for 12 min: bad.']);
  expect(found.map(({ next }) => next?.join(' '))).toEqual([
    'aws logs tail function-log --since 1h --filter-pattern \'{ $.level = "ERROR" }\'', 'https://console/dashboard', undefined,
  ]);
});

test('a name of another\'s making writes no second line and no command to the terminal', () => {
  const alarms = [{ name: 'Mine', rings: true, wrong: 'bad\u001b[2J\nhealthy' }];
  const state = pipeline({ alarms });

  expect(statusText(state, findings(state, NOW))).not.toMatch(/\u001b|^healthy/m);
});
