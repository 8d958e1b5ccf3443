import { FunctionFacts, ProviderFacts } from './processor-facts';
import { Rule, whenKnown, within } from '../../private/rules';

type Facts = FunctionFacts & ProviderFacts;

const RUNTIMES = 'https://docs.aws.amazon.com/lambda/latest/dg/lambda-managed-instances-runtimes.html';
const INSTANCE_REQUIREMENTS = 'https://docs.aws.amazon.com/lambda/latest/api/API_InstanceRequirements.html';
const FUNCTION = 'https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-lambda-function.html';
const RUNTIME_CLIENT = 'https://github.com/aws/aws-lambda-nodejs-runtime-interface-client';
const NODEJS = 'https://docs.aws.amazon.com/lambda/latest/dg/lambda-managed-instances-nodejs-runtime.html';

/** Oldest version of each language that managed instances run. */
const OLDEST: readonly { readonly pattern: RegExp; readonly version: string; readonly runtime: string }[] = [
  { pattern: /^nodejs(\d+)/, version: '22', runtime: 'nodejs22.x' },
  { pattern: /^python(\d+\.\d+)/, version: '3.13', runtime: 'python3.13' },
  { pattern: /^java(\d+)/, version: '21', runtime: 'java21' },
  { pattern: /^dotnet(\d+)/, version: '8', runtime: 'dotnet8' },
];

export const RUNTIME_RULES: readonly Rule<Facts>[] = [
  {
    id: 'RuntimeVersion',
    severity: 'error',
    holds: facts => oldest(facts) === undefined,
    message: facts => `runtime must be ${oldest(facts)} or newer on managed instances, got ${facts.runtime}`,
    source: RUNTIMES,
  },
  {
    id: 'RuntimeLanguage',
    severity: 'error',
    holds: facts => whenKnown([facts.runtime], runtime => !runtime.startsWith('ruby')),
    message: facts => `runtime must be of Node.js, Python, Java, .NET, or provided.al2023 on managed instances, got ${facts.runtime}`,
    source: RUNTIMES,
  },
  {
    id: 'RuntimeUnlisted',
    severity: 'warning',
    holds: facts => whenKnown([facts.runtime], runtime => !['go1.x', 'provided', 'provided.al2'].includes(runtime)),
    message: facts => `runtime must be provided.al2023, the one of its kind that AWS lists for managed instances, got ${facts.runtime}; `
      + 'that Lambda refuses it is likely but was not seen',
    source: RUNTIMES,
  },
  {
    id: 'ArchitectureSingle',
    severity: 'error',
    holds: facts => (facts.architectures?.length ?? 1) === 1 && (facts.providerArchitectures?.length ?? 1) === 1,
    message: facts => 'architectures must be exactly one, arm64 or x86_64, on function and capacity provider, '
      + `got ${[facts.architectures, facts.providerArchitectures].map(names => names?.join(' with ') ?? 'unknown').join(' and ')}`,
    source: INSTANCE_REQUIREMENTS,
  },
  {
    id: 'ArchitectureMatch',
    severity: 'error',
    holds: facts => whenKnown([facts.architectures, facts.providerArchitectures],
      (own, offered) => own.length !== 1 || offered.length !== 1 || own[0] === offered[0]),
    message: facts => `architecture must be that of the capacity provider's instances, ${facts.providerArchitectures?.[0]}, got ${facts.architectures?.[0]}; `
      + 'set the same architecture on both',
    source: INSTANCE_REQUIREMENTS,
  },
  {
    id: 'TimeoutRange',
    severity: 'error',
    holds: facts => within(facts.timeout, 1, 5_400),
    message: facts => `timeout must be between 1 second and 90 minutes on managed instances, got ${facts.timeout} seconds`,
    source: FUNCTION,
  },
  {
    id: 'LogFormatJson',
    severity: 'warning',
    holds: facts => whenKnown([facts.logFormat], format => format === 'JSON'),
    message: facts => `loggingFormat must be JSON, got ${facts.logFormat}; AWS documents that managed instances always log JSON, not what becomes of other formats`,
    source: NODEJS,
  },
  {
    id: 'RuntimeThreadPool',
    severity: 'warning',
    holds: facts => whenKnown([facts.workerCount, facts.threadPoolSize], (workers, threads) => workers < threads),
    message: facts => `UV_THREADPOOL_SIZE must be more than the worker threads, ${facts.workerCount}, got ${facts.threadPoolSize}; the runtime client that AWS `
      + 'publishes takes a thread of the pool for each worker that polls, and zlib, fs and dns then hang, whatever AWS does in Lambda, which is not documented; '
      + `set it to ${(facts.workerCount ?? NaN) + 4}, or lower AWS_LAMBDA_NODEJS_WORKER_COUNT`,
    source: RUNTIME_CLIENT,
  },
];

function oldest({ runtime = '' }: Facts): string | undefined {
  return OLDEST.find(({ pattern, version }) => {
    const found = pattern.exec(runtime)?.[1];
    return found !== undefined && isOlder(found, version);
  })?.runtime;
}

function isOlder(version: string, than: string): boolean {
  const [[major, minor = 0], [leastMajor, leastMinor = 0]] = [version, than].map(it => it.split('.').map(Number));
  return major < leastMajor || (major === leastMajor && minor < leastMinor);
}
