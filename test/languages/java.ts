import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Language } from './language';

/** The jar, installed by Maven into a local repository. */
export const java: Language = {
  name: 'Java',
  folder: 'java',
  app: 'src/main/java/com/example/telemetry/TelemetryApp.java',
  tools: [
    { name: 'a JDK', command: ['javac', '-version'], atLeast: '17' },
    { name: 'Maven', command: ['mvn', '--version'], atLeast: '3.6' },
  ],
  registryMissing: /^.*(Unknown host|Connection refused|Connect(ion)? timed out|Network is unreachable|status code: (403|5\d\d)|Could not transfer artifact).*$/m,
  pacmak: 'java',

  environment(site) {
    return { MAVEN_OPTS: `${process.env.MAVEN_OPTS ?? ''} -Dmaven.repo.local=${join(site.downloads, 'm2')}` };
  },

  async install(site) {
    const [pom] = readdirSync(site.packages, { recursive: true, encoding: 'utf8' }).filter(file => file.endsWith('.pom'));
    const artifact = join(site.packages, pom.replace(/\.pom$/, ''));
    await site.run('mvn', '-q', '-B', 'install:install-file', `-Dfile=${artifact}.jar`, `-DpomFile=${artifact}.pom`);
  },
};
