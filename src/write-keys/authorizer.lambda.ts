import { readWriteKeySettings } from '../wire/write-key-settings';
import { authorize, type Question, type Verdict } from './runtime/authorize';
import { storedKeys } from './runtime/stored-keys';

const settings = readWriteKeySettings(process.env);
const keys = settings && storedKeys(settings);

/** Tells a door whether a request may pass, by the write key in its `Authorization`. */
export async function handler(question: Question): Promise<Verdict> {
  if (keys === undefined) {
    throw new Error('a secret or a parameter with write keys must be named in the environment');
  }
  return authorize(question, key => keys.idOf(key));
}
