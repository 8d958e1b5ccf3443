import { once } from 'node:events';
import { resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { understood, wholeNumber } from './command-options';
import { writeAddresses } from './target/local-addresses';
import { LocalPipeline } from '../local/local-pipeline';
import { LocalPage } from '../local/page/local-page';

const USAGE = `telemetry-pipeline local [--app FOLDER] [--stack NAME] [--port NUMBER] [--page-port NUMBER]
                         [--archive FOLDER] [--write-keys FILE] [--quiet]

  --app FOLDER       what \`cdk synth\` wrote               (cdk.out)
  --stack NAME       which stack, when several have one   (the only one)
  --port NUMBER      port that clients post to            (any free one)
  --page-port NUMBER port of the page that shows the run  (any free one)
  --archive FOLDER   where the objects are stored         (telemetry-archive)
  --write-keys FILE  JSON object of key ids and keys      (one made-up key)
                     read whenever a function asks, so that a key can be changed
  --quiet            leave out what the functions log

Ctrl-C stops it; batches under way are finished first.
`;

const OPTIONS = {
  'app': { type: 'string', default: 'cdk.out' },
  'stack': { type: 'string' },
  'port': { type: 'string', default: '0' },
  'page-port': { type: 'string', default: '0' },
  'archive': { type: 'string', default: 'telemetry-archive' },
  'write-keys': { type: 'string' },
  'quiet': { type: 'boolean', default: false },
  'help': { type: 'boolean', short: 'h', default: false },
} as const;

const PORTS = { least: 0, most: 65_535 };

/** Runs a pipeline until it is interrupted. */
export async function runLocal(args: string[]): Promise<void> {
  const { values: options } = understood(() => parseArgs({ args, options: OPTIONS }), USAGE);
  if (options.help) {
    process.stdout.write(USAGE);
    return;
  }
  const port = wholeNumber('port', options.port, PORTS, USAGE);
  const pagePort = wholeNumber('page-port', options['page-port'], PORTS, USAGE);

  const say = (text: string) => process.stdout.write(`${text}\n`);
  const page = new LocalPage();
  const notice = (text: string) => {
    say(text);
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
  const forgetAddresses = writeAddresses(archiveFolder, addresses);
  say(`page         ${pageUrl}`);
  say(`post to      ${url}events`);
  say(`queue        ${queueUrl}`);
  say(`dead letters ${deadLetterQueueUrl ?? 'none: the queue has no redrive policy'}`);
  say(`archive      ${archiveFolder}`);

  await Promise.race([once(process, 'SIGINT'), once(process, 'SIGTERM')]);
  say('stopping ...');
  forgetAddresses();
  await page.stop();
  await pipeline.stop();
}
