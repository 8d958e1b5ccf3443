import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { CommandFailed } from './command';
import type { Language } from './language';
import type { Site } from './site';

interface Module {
  readonly Module: { readonly Path: string };
  readonly Require: Array<{ readonly Path: string; readonly Indirect?: boolean }>;
}

/** The generated module, which the app's `go.mod` points to with `replace`. */
export const go: Language = {
  name: 'Go',
  folder: 'go',
  app: 'main.go',
  tools: [{ name: 'Go', command: ['go', 'version'], atLeast: '1.25' }],
  registryMissing: /^.*(no such host|connection refused|i\/o timeout|network is unreachable|403 Forbidden|: 5\d\d ).*$/m,
  pacmak: 'go',
  codeOnly: true, // else it looks for the module's dependencies itself, and has no way to do without one

  environment(site) {
    return {
      GOMODCACHE: join(site.downloads, 'modules'),
      GOCACHE: join(site.downloads, 'builds'),
      GOFLAGS: `${process.env.GOFLAGS ?? ''} -modcacherw`.trim(),
    };
  },

  async install(site) {
    const [name] = readdirSync(site.packages);
    const library = join(site.packages, name);
    const goMod = join(library, 'go.mod');
    const { Module: { Path: path }, Require: required }: Module = JSON.parse(await site.run('go', 'mod', 'edit', '-json', goMod));
    await site.run('go', 'mod', 'edit', `-replace=${path}=${library}`);

    try {
      await tidy(site);
      return undefined;
    } catch (error) {
      if (!(error instanceof CommandFailed && go.registryMissing.test(error.output))) {
        throw error;
      }
      const indirect = required.filter(({ Indirect }) => Indirect).map(({ Path }) => `-droprequire=${Path}`);
      await site.run('go', 'mod', 'edit', ...indirect, goMod);
      await tidy(site);
      return 'with indirect modules as old as aws-cdk-go allows, since the proxy lacks a newer one';
    }
  },
};

async function tidy(site: Site): Promise<void> {
  await site.run('go', 'mod', 'tidy');
}
