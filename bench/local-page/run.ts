/** A local run with its page, in a process of its own, so that its CPU time is nobody else's. `bench/local-page.ts` starts it. */
import { join } from 'node:path';
import { LocalPipeline } from '../../src/local/local-pipeline';
import { LocalPage } from '../../src/local/page/local-page';

/** What it can be asked for. */
export type Question = 'cpu' | 'drained' | 'memory' | 'stop';

/** What it holds once garbage is gone, and what the system has given it. */
export interface RunMemory {
  readonly heapBytes: number;
  readonly rssBytes: number;
}

/** Where it runs. */
export interface RunAddresses {
  readonly url: string;
  readonly pageUrl: string;
}

const LONGEST_DRAIN_SECONDS = 60;
const folder = process.argv[2];

async function main(): Promise<void> {
  const page = new LocalPage();
  const archiveFolder = join(folder, 'archive');
  const pipeline = new LocalPipeline({ assembly: join(folder, 'cdk.out'), archiveFolder, onNotice: page.onNotice, onStored: page.onStored });
  const addresses = await pipeline.start();
  const pageUrl = await page.start(pipeline, { ...addresses, stackName: pipeline.stackName, archiveFolder }, 0);
  const tell = (answer: object) => process.send!(answer);

  process.on('message', async (question: Question) => {
    switch (question) {
      case 'cpu': {
        const { user, system } = process.cpuUsage();
        return tell({ cpuSeconds: (user + system) / 1e6 });
      }
      case 'drained':
        await pipeline.drained(LONGEST_DRAIN_SECONDS);
        return tell({});
      case 'memory': {
        globalThis.gc!();
        const { heapUsed, rss } = process.memoryUsage();
        return tell({ heapBytes: heapUsed, rssBytes: rss } satisfies RunMemory);
      }
      case 'stop':
        await page.stop();
        await pipeline.stop();
        return process.disconnect();
    }
  });
  tell({ url: addresses.url, pageUrl } satisfies RunAddresses);
}

main().catch((error: Error) => {
  console.error(error);
  process.exit(1);
});
