import { once } from 'node:events';
import { resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { understood, wholeNumber } from './command-options';
import { writeAddresses } from './target/local-addresses';
import { LocalPipeline } from '../local/local-pipeline';
import { LocalPage } from '../local/page/local-page';
import { AssemblyWatch } from '../local/watch/assembly-watch';
import { Rebuild } from '../local/watch/rebuild';

const USAGE = `telemetry-pipeline local [--app FOLDER] [--stack NAME] [--archive FOLDER]
                         [--port NUMBER] [--page-port NUMBER]
                         [--write-keys FILE] [--quiet] [--json]
                         [--watch [-- COMMAND]]

  --app FOLDER       what \`cdk synth\` wrote               (cdk.out)
  --stack NAME       which stack, or path of a pipeline   (the only one)
  --port NUMBER      port that clients post to            (any free one)
  --page-port NUMBER port of the page that shows the run  (any free one)
  --archive FOLDER   where the objects are stored         (telemetry-archive)
  --write-keys FILE  JSON object of key ids and keys      (one made-up key)
                     read whenever a function asks, so that a key can change
  --quiet            leave out what the functions log
  --json             a line of JSON for the addresses, each log and notice
  --watch            take up a handler once \`cdk synth\` has written it anew;
                     with a command, such as -- npx cdk synth, run that when
                     a source changes

Ctrl-C stops it; batches under way are finished first.
`;

const OPTIONS = {
  'app': { type: 'string', default: 'cdk.out' },
  'stack': { type: 'string' },
  'port': { type: 'string', default: '0' },
  'page-port': { type: 'string', default: '0' },
  'archive': { type: 'string', default: 'telemetry-archive' },
  'write-keys': { type: 'string' },
  'watch': { type: 'boolean', default: false },
  'quiet': { type: 'boolean', default: false },
  'json': { type: 'boolean', default: false },
  'help': { type: 'boolean', short: 'h', default: false },
} as const;

const PORTS = { least: 0, most: 65_535 };

/** Runs a pipeline until it is interrupted. */
export async function runLocal(args: string[]): Promise<void> {
  const { options, command } = understood(() => parse(args), USAGE);
  if (options.help) {
    process.stdout.write(USAGE);
    return;
  }
  const port = wholeNumber('port', options.port, PORTS, USAGE);
  const pagePort = wholeNumber('page-port', options['page-port'], PORTS, USAGE);

  const write = (kind: 'log' | 'notice', text: string) => process.stdout.write(`${options.json ? JSON.stringify({ [kind]: text }) : text}\n`);
  const say = (text: string) => write('log', text);
  const page = new LocalPage();
  const notice = (text: string) => {
    write('notice', text);
    page.onNotice(text);
  };
  const archiveFolder = resolve(options.archive);
  const pipeline = new LocalPipeline({
    assembly: options.app,
    stackName: options.stack,
    archiveFolder,
    port,
    writeKeysFile: options['write-keys'],
    onLog: options.quiet ? undefined : say,
    onNotice: notice,
    onStored: page.onStored,
  });
  const addresses = await pipeline.start();
  const { url, queueUrl, deadLetterQueueUrl } = addresses;
  const facts = { stackName: pipeline.stackName, url, queueUrl, deadLetterQueueUrl, archiveFolder };
  const pageUrl = await page.start(pipeline, facts, pagePort).catch(async (error: Error) => {
    await pipeline.stop();
    throw error;
  });
  const stopped = Promise.race([once(process, 'SIGINT'), once(process, 'SIGTERM'), once(process.stdout, 'error')]); // whoever reads the addresses may stop it at once
  const forgetAddresses = writeAddresses(archiveFolder, addresses);
  const watches = options.watch ? await startWatches(pipeline, options.app, { command, archiveFolder, say, notice }) : [];
  process.stdout.write(options.json ? `${JSON.stringify({ page: pageUrl, ...facts })}\n` : [
    `page         ${pageUrl}`,
    `post to      ${url}events`,
    `queue        ${queueUrl}`,
    `dead letters ${deadLetterQueueUrl ?? 'none: the queue has no redrive policy'}`,
    `archive      ${archiveFolder}`,
    '',
  ].join('\n'));

  await stopped;
  write('notice', 'stopping ...');
  await Promise.all(watches.map(async watch => watch.stop()));
  forgetAddresses();
  await page.stop();
  await pipeline.stop();
}

interface WatchReports {
  /** What is run when a source changes; empty when somebody else builds. */
  readonly command: readonly string[];
  readonly archiveFolder: string;
  readonly say: (text: string) => void;
  readonly notice: (text: string) => void;
}

async function startWatches(run: LocalPipeline, assembly: string, { command, archiveFolder, say, notice }: WatchReports) {
  const watches = [
    new AssemblyWatch({ run, assembly, onNotice: notice }),
    ...command.length > 0 ? [new Rebuild({ command, folder: process.cwd(), outputs: [assembly, archiveFolder], onLog: say, onNotice: notice })] : [],
  ];
  await Promise.all(watches.map(async watch => watch.start()));
  return watches;
}

/** Reads the options, and the command after a `--`. */
function parse(args: string[]) {
  const end = args.indexOf('--');
  const command = end < 0 ? [] : args.slice(end + 1);
  const options = parseArgs({ args: end < 0 ? args : args.slice(0, end), options: OPTIONS }).values;
  if (command.length > 0 && !options.watch) {
    throw new Error(`a command goes with --watch, got '${command.join(' ')}' without`);
  }
  return { options, command };
}
