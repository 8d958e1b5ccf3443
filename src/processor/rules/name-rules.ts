import { FunctionFacts, NamesOfCompute } from './processor-facts';
import { Rule } from '../../private/rules';

const RENAMING = 'https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/using-cfn-updating-stacks-update-behaviors.html';

/**
 * What a fixed name has on demand, and never on managed instances: so no name fits both, and one template tells whether it does.
 *
 * It is the id of the construct, which names that are made of paths have by themselves.
 */
const MARK = 'on-demand-processor';
const MARKED = /on[-_]?demand[-_]?processor/i;

/** What keeps a processor replaceable, which a change of its compute asks for. */
export const NAME_RULES: readonly Rule<FunctionFacts>[] = [
  {
    id: 'ComputeFixedName',
    severity: 'error',
    holds: facts => unfit(facts.namesOfCompute).length === 0,
    message: ({ namesOfCompute }) => `${listed(namesOfCompute, 'property')} of a pipeline's processor must ${namesOfCompute?.onDemand ? 'contain' : 'not contain'} `
      + `${MARK} on ${namesOfCompute?.onDemand ? 'demand' : 'managed instances'}, got ${listed(namesOfCompute, 'name')}; when compute changes, CloudFormation makes `
      + `the new processor before it deletes the old one, and no name may fit both: leave naming to it, or ${remedy(namesOfCompute)}`,
    source: RENAMING,
  },
  {
    id: 'ProcessorFixedName',
    severity: 'warning',
    holds: facts => facts.fixedName === undefined,
    message: facts => `functionName of a processor must be left out, got ${facts.fixedName}; another compute means another function, which CloudFormation makes `
      + 'before it deletes this one, and the name is then taken',
    source: RENAMING,
  },
];

function unfit(of: NamesOfCompute | undefined): NamesOfCompute['names'] {
  return (of?.names ?? []).filter(({ name }) => MARKED.test(name) !== of?.onDemand);
}

function listed(of: NamesOfCompute | undefined, part: 'property' | 'name'): string {
  return [...new Set(unfit(of).map(it => it[part]))].join(', ');
}

function remedy(of: NamesOfCompute | undefined): string {
  return of?.onDemand ? `set ${unfit(of).map(({ name }) => `${name}-${MARK}`).join(', ')}` : 'set another name';
}
