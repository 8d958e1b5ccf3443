import { FunctionFacts, HandlerFacts } from './processor-facts';
import { grouped, Rule, whenKnown } from '../../private/rules';

const SQS_ERRORS = 'https://docs.aws.amazon.com/lambda/latest/dg/services-sqs-errorhandling.html';
const RUNTIMES = 'https://docs.aws.amazon.com/lambda/latest/dg/lambda-managed-instances-runtimes.html';
const JSON_SCHEMA = 'https://json-schema.org/specification';

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
  {
    id: 'HandlerEventSchemas',
    severity: 'error',
    holds: facts => (facts.schemaFaults ?? []).length === 0,
    message: facts => `eventSchemas must be JSON Schemas of draft-07 or 2020-12 that compile, one for each event, got ${facts.schemaFaults?.join('; ')}`,
    source: JSON_SCHEMA,
  },
];
