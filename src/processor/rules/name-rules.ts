import { FunctionFacts } from './processor-facts';
import { Rule } from '../../private/rules';

const RENAMING = 'https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/using-cfn-updating-stacks-update-behaviors.html';

/** What keeps the function of a processor replaceable, which a change of its compute asks for. */
export const NAME_RULES: readonly Rule<FunctionFacts>[] = [
  {
    id: 'ProcessorFixedName',
    severity: 'warning',
    holds: facts => facts.fixedName === undefined,
    message: facts => `functionName of a processor must be left out, got ${facts.fixedName}; another compute means another function, which CloudFormation makes `
      + 'before it deletes this one, and the name is then taken',
    source: RENAMING,
  },
];
