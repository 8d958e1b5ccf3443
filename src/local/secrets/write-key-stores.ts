import type { SecretStores } from './secret-operations';
import { LOCAL_WRITE_KEY, readWriteKeys } from './write-keys-file';
import { readWriteKeySettings } from '../../wire/write-key-settings';

/** Secrets and parameters in which functions look for write keys, and what the user should know of them. */
export interface WriteKeyStores extends SecretStores {
  readonly notices: readonly string[];
}

/** Puts the write keys wherever the environments of the functions say that they are. */
export function writeKeyStores(environments: readonly Readonly<Record<string, string>>[], file: string | undefined): WriteKeyStores {
  const named = environments.flatMap(environment => readWriteKeySettings(environment) ?? []);
  const read = (store: 'secret' | 'parameter') => async (name: string) =>
    named.some(settings => settings.store === store && settings.name === name) ? readWriteKeys(file) : undefined;

  return { secret: read('secret'), parameter: read('parameter'), notices: noticesOf(named.length > 0, file) };
}

function noticesOf(asked: boolean, file: string | undefined): string[] {
  if (asked && file === undefined) {
    return [`no write keys are given with --write-keys FILE, so there is one: ${LOCAL_WRITE_KEY.key}, of the id ${LOCAL_WRITE_KEY.id}`];
  }
  return !asked && file !== undefined ? [`the write keys of ${file} are not used: no function of the pipeline reads any`] : [];
}
