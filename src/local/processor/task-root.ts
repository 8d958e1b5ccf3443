import { cp, mkdtemp, realpath, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { anchorSourceMaps } from './source-maps';

/** A copy of a function's code, laid out as Lambda does it. */
export interface TaskRoot {
  readonly folder: string;
  /** Whether the code has source maps. */
  readonly hasSourceMaps: boolean;
  remove(): Promise<void>;
}

/**
 * Copies a function's code to a place where Node finds what it finds in Lambda.
 *
 * Left where it is, the code would see the `node_modules` and the `"type": "module"` of the user's own project.
 */
export async function stageTaskRoot(assetFolder: string, runtimeModules: string): Promise<TaskRoot> {
  const stage = await realpath(await mkdtemp(join(tmpdir(), 'telemetry-pipeline-')));
  const folder = join(stage, 'task');
  const remove = async () => rm(stage, { recursive: true, force: true });
  try {
    await writeFile(join(stage, 'package.json'), '{}');
    await symlink(runtimeModules, join(stage, 'node_modules'), 'junction');
    await cp(assetFolder, folder, { recursive: true });
    return { folder, remove, hasSourceMaps: await anchorSourceMaps(folder, assetFolder) };
  } catch (error) {
    await remove();
    throw error;
  }
}
