import { delimiter, join } from 'node:path';
import type { Language } from './language';

/** The wheel, installed by pip into a virtual environment. */
export const python: Language = {
  name: 'Python',
  folder: 'python',
  app: 'app.py',
  tools: [{
    name: 'Python with pip and venv',
    command: ['python3', '-c', 'import ensurepip, venv, platform; print(platform.python_version())'],
    atLeast: '3.10',
  }],
  registryMissing: /^.*(NewConnectionError|ConnectTimeoutError|ReadTimeoutError|ProxyError|SSLError|HTTP error 403|403 Client Error).*$/m,
  pacmak: 'python',

  environment(site) {
    return {
      PATH: [join(site.app, '.venv', 'bin'), process.env.PATH].join(delimiter),
      PIP_CACHE_DIR: join(site.downloads, 'pip'),
    };
  },

  async install(site) {
    await site.run('python3', '-m', 'venv', '.venv');
    await site.run('pip', 'install', '--quiet', '--find-links', site.packages, '-r', 'requirements.txt');
  },
};
