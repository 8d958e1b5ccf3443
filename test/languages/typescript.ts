import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Language } from './language';

/** The packed tarball, installed by npm; ts-node checks the types of the app before it runs it. */
export const typescript: Language = {
  name: 'TypeScript',
  folder: 'typescript',
  app: 'app.ts',
  tools: [{ name: 'Node', command: ['node', '--version'], atLeast: '20' }],
  registryMissing: /^npm (error|ERR!) .*(ENOTFOUND|ECONNREFUSED|ECONNRESET|ETIMEDOUT|EAI_AGAIN|E403|E5\d\d).*$/m,
  pacmak: 'js',

  async install(site) {
    const [tarball] = readdirSync(site.packages).filter(file => file.endsWith('.tgz'));
    await site.run('npm', 'install', '--no-audit', '--no-fund', join(site.packages, tarball));
  },
};
