import { FunctionFacts, HandlerFacts } from './processor-facts';
import { grouped, Rule, whenKnown } from '../../private/rules';

const SQS_ERRORS = 'https://docs.aws.amazon.com/lambda/latest/dg/services-sqs-errorhandling.html';
const RUNTIMES = 'https://docs.aws.amazon.com/lambda/latest/dg/lambda-managed-instances-runtimes.html';

export const HANDLER_RULES: readonly Rule<FunctionFacts & HandlerFacts>[] = [
  {
    id: 'HandlerOwnCode',
    severity: 'error',
    holds: facts => (facts.handlerPropsInVain ?? []).length === 0,
    message: facts => `code must be ProcessorCode.bundled() for what only the library's handler reads, got code of your own and ${facts.handlerPropsInVain?.join(', ')}; `
      + 'leave one or the other out',
    source: RUNTIMES,
  },
  {
    id: 'HandlerFlushWait',
    severity: 'error',
    holds: facts => whenKnown([facts.maxFlushWait, facts.timeout], (wait, timeout) => wait >= 1 && wait <= timeout * 500),
    message: facts => `maxFlushWait must be between 1 millisecond and half of timeout, ${grouped((facts.timeout ?? 0) * 500)} milliseconds, `
      + `got ${grouped(facts.maxFlushWait)}; lower it, or raise timeout`,
    source: SQS_ERRORS,
  },
];
