import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { build } from 'esbuild';
import { DRIVERS } from './client';
import { closeServer, listenOnLoopback } from '../../src/local/loopback-server';

/** Where Chromium is installed, unless `CHROME_PATH` says so. */
const CHROMIUM_PATHS = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'];

const FLAGS = [
  '--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run',
  '--disable-background-networking', '--disable-component-update', '--disable-sync',
];

/** What is used of Playwright, which is installed with the clients. */
interface Playwright {
  readonly chromium: { launch(options: { readonly executablePath: string; readonly args: readonly string[] }): Promise<Chromium> };
}

interface Chromium {
  newContext(): Promise<{ newPage(): Promise<Page>; close(): Promise<void> }>;
  close(): Promise<void>;
}

interface Page {
  goto(url: string): Promise<unknown>;
  addScriptTag(options: { readonly content: string }): Promise<unknown>;
  evaluate(script: string): Promise<readonly string[]>;
}

/** File of Chromium, if it is there. */
export function installedChromium(): string | undefined {
  return [process.env.CHROME_PATH ?? '', ...CHROMIUM_PATHS].find(path => path !== '' && existsSync(path));
}

/** One Chromium for all clients that need a browser, each with a profile of its own, and the site that their pages come from. */
export class Browser {
  private readonly bundles = new Map<string, Promise<string>>();
  private readonly site = createServer((_, response) => response.writeHead(200, { 'Content-Type': 'text/html' }).end('<!doctype html><title>Shop</title>'));
  private origin = '';
  private chromium?: Promise<Chromium>;

  /** Opens the site and returns its origin. */
  public async openSite(): Promise<string> {
    return (this.origin = `http://${await listenOnLoopback(this.site, 0)}`);
  }

  /**
   * Runs a file of `drivers/` in a page, leaves the page, and returns what the file does: refusals.
   *
   * @param arrived waits for what the browser sends after the page is gone, as it does with beacons
   */
  public async run(driver: string, assignment: unknown, arrived: () => Promise<void>, packageName?: string): Promise<readonly string[]> {
    this.chromium ??= launch();
    const context = await (await this.chromium).newContext();
    try {
      const page = await context.newPage();
      await page.goto(this.origin);
      if (packageName !== undefined) {
        await page.addScriptTag({ content: await this.bundleOf(packageName) });
      }
      const source = await readFile(join(DRIVERS, driver), 'utf8');
      const refusals = await page.evaluate(`(${source.replace(/^\/\*\*.*\n/, '')})(${JSON.stringify(assignment)})`);
      await page.goto('about:blank');
      await arrived();
      return refusals;
    } finally {
      await context.close();
    }
  }

  public async stop(): Promise<void> {
    await closeServer(this.site);
    await (await this.chromium)?.close();
  }

  /** A client as those who use it bundle it into their pages. */
  private async bundleOf(packageName: string): Promise<string> {
    let bundle = this.bundles.get(packageName);
    if (bundle === undefined) {
      bundle = bundled(packageName);
      this.bundles.set(packageName, bundle);
    }
    return bundle;
  }
}

async function launch(): Promise<Chromium> {
  const { chromium } = createRequire(join(DRIVERS, 'package.json'))('playwright-core') as Playwright;
  return chromium.launch({ executablePath: installedChromium()!, args: FLAGS });
}

async function bundled(packageName: string): Promise<string> {
  const { outputFiles } = await build({
    stdin: { contents: `import { AnalyticsBrowser } from '${packageName}'; globalThis.AnalyticsBrowser = AnalyticsBrowser;`, resolveDir: DRIVERS },
    bundle: true,
    write: false,
    logLevel: 'error',
  });
  return outputFiles[0].text;
}
