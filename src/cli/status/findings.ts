import { deadLetters, enableMapping, functionErrors, NEXT_STEPS, type NextStep } from './next-steps';
import type { FunctionState, MappingState, PipelineState } from './pipeline-state';
import { OPERATIONS_PAGE } from '../../wire/operations-page';
import { age, count } from '../terminal/text';

/** Something that is wrong, and what to do about it. */
export interface Finding {
  readonly wrong: string;
  readonly first?: string;
  readonly next?: NextStep;
  readonly read?: string;
}

/** States of a function that batches can run in; an ordinary one that was idle for weeks starts again by itself. */
const RUNS = ['Active', 'Inactive'];

/** Everything that is wrong, in the order of the data's path; nothing when all is well. */
export function findings(state: PipelineState, now: number): Finding[] {
  const { deployed } = state;
  return [
    ...deployed ? ofMapping(state, deployed.mapping) : [],
    ...deployed?.function ? ofFunction(deployed.function) : [],
    ...ofAlarms(state, now),
    ...ofDeadLetters(state),
  ];
}

function ofAlarms(state: PipelineState, now: number): Finding[] {
  const order = Object.keys(NEXT_STEPS);
  const ringing = (state.deployed?.alarms ?? []).filter(({ rings }) => rings);
  const place = (section = '') => order.indexOf(section) < 0 ? order.length : order.indexOf(section); // alarms of one's own come last
  return [...ringing].sort((one, other) => place(one.section) - place(other.section)).map(({ name, since, wrong, first, section }) => ({
    wrong: `${name} rings${since === undefined ? '' : ` for ${age(now - Date.parse(since))}`}: ${wrong || 'it has no description'}`,
    first,
    next: section === undefined ? undefined : NEXT_STEPS[section]?.(state),
    read: section === undefined ? undefined : pageAt(section),
  }));
}

function ofMapping(state: PipelineState, mapping: MappingState | undefined): Finding[] {
  const read = pageAt('queueage');
  if (mapping === undefined) {
    return [{ wrong: 'No event source mapping of the stack reads the queue: nothing is processed.', first: 'deploy the stack again.', read }];
  }
  const { state: is, lastResult = '' } = mapping;
  return [
    ...is === 'Enabled' ? [] : [is.startsWith('Disabl')
      ? {
        wrong: `The event source mapping is ${is}: requests wait, and nothing is processed.`,
        first: 'enable it, once you know why it is so.',
        next: enableMapping(state),
        read,
      }
      : { wrong: `The event source mapping is ${is}: requests wait meanwhile.`, first: 'look again in a few minutes.', read }],
    ...lastResult.startsWith('PROBLEM')
      ? [{ wrong: `The event source mapping says: ${lastResult}`, first: 'read the last errors in the log of the function.', next: functionErrors(state), read }]
      : [],
  ];
}

function ofFunction({ state: is, reason, lastUpdate, lastUpdateReason }: FunctionState): Finding[] {
  const read = pageAt('deployment-and-rollback');
  const because = (text: string | undefined) => text === undefined ? '' : `: ${text}`;
  return [
    ...RUNS.includes(is) ? [] : [is === 'Pending'
      ? { wrong: `The function is Pending${because(reason)}; requests wait meanwhile.`, first: 'look again in a few minutes.', read }
      : { wrong: `The function is ${is}${because(reason)}; requests wait, and nothing is processed.`, first: 'mend the reason, then deploy again.', read }],
    ...lastUpdate === 'Failed'
      ? [{ wrong: `The last update of the function failed${because(lastUpdateReason)}; the code before it runs.`, first: 'mend the reason, then deploy again.', read }]
      : [],
  ];
}

/** Unless the alarm of them tells it already. */
function ofDeadLetters(state: PipelineState): Finding[] {
  const isTold = state.deployed?.alarms.some(({ rings, section }) => rings && section === 'deadletters') ?? false;
  return state.deadLetters === 0 || isTold ? [] : [{
    wrong: `${count(state.deadLetters)} requests failed as often as they may, and lie in the dead-letter queue; they are not in the archive.`,
    first: 'look at them, mend the reason, then `dlq redrive`.',
    next: deadLetters(state),
    read: pageAt('deadletters'),
  }];
}

function pageAt(section: string): string {
  return `${OPERATIONS_PAGE}#${section}`;
}
