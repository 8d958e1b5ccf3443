import { existsSync } from 'fs';
import { createRequire } from 'module';
import { dirname, join } from 'path';

const PACKAGE = 'cdk-telemetry-pipeline';

/**
 * Path of something under `assets/` of the package.
 *
 * An app that was bundled into one file has this code elsewhere; the package is then looked for beside the app, and where it
 * was started.
 */
export function shippedAsset(...path: string[]): string {
  const found = packageFolders().map(folder => join(folder, 'assets', ...path)).find(candidate => existsSync(candidate));
  if (found === undefined) {
    throw new Error([
      `assets/${path.join('/')} of ${PACKAGE} must be in the package, got nothing there from ${__dirname}`,
      `leave the package out of the bundle (esbuild --external:${PACKAGE}), or install it where the app is started`,
    ].join('; '));
  }
  return found;
}

function packageFolders(): string[] {
  return [join(__dirname, '..', '..'), ...[__dirname, process.cwd()].flatMap(folder => {
    try {
      return [dirname(createRequire(join(folder, 'app.js')).resolve(`${PACKAGE}/package.json`))];
    } catch {
      return [];
    }
  })];
}
