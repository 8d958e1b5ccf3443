import { FunctionFacts, HandlerFacts } from './processor-facts';
import { grouped, Rule, whenKnown } from '../../private/rules';
import { WRITE_KEY_RULES } from '../../write-keys/write-key-rules';

const SQS_ERRORS = 'https://docs.aws.amazon.com/lambda/latest/dg/services-sqs-errorhandling.html';
const RUNTIMES = 'https://docs.aws.amazon.com/lambda/latest/dg/lambda-managed-instances-runtimes.html';
const JSON_SCHEMA = 'https://json-schema.org/specification';
const SEGMENT_FIELDS = 'https://www.twilio.com/docs/segment/connections/spec/common';
const HASHING = 'https://www.ftc.gov/policy/advocacy-research/tech-at-ftc/2024/07/no-hashing-still-doesnt-make-your-data-anonymous';

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
  {
    id: 'HandlerPrivacyPaths',
    severity: 'error',
    holds: facts => (facts.privacyFaults ?? []).length === 0,
    message: facts => `privacy must name fields by paths such as userId or traits.email, got ${facts.privacyFaults?.join('; ')}`,
    source: SEGMENT_FIELDS,
  },
  {
    id: 'HandlerPrivacyKey',
    severity: 'warning',
    holds: facts => (facts.fieldsHashedPlainly ?? 0) === 0,
    message: facts => `hashKey must be set for hashFields, got none for ${facts.fieldsHashedPlainly} fields; `
      + 'a plain hash of an email or a phone number is found by hashing all that there are, and identifies a person as before',
    source: HASHING,
  },
  ...WRITE_KEY_RULES,
];
