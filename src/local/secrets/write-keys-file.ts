import { readFile } from 'node:fs/promises';

/** The key that is let in when none are given. */
export const LOCAL_WRITE_KEY = { id: 'local', key: 'local-write-key' } as const;

/** Reads the write keys, each time anew, so that a change of the file is a change of the secret. */
export async function readWriteKeys(file: string | undefined): Promise<string> {
  return file === undefined ? JSON.stringify({ [LOCAL_WRITE_KEY.id]: LOCAL_WRITE_KEY.key }) : readFile(file, 'utf8');
}

/** Refuses a file of which nobody could read write keys. No word of the file ends up in the error. */
export async function checkWriteKeys(file: string): Promise<void> {
  const text = await readWriteKeys(file).catch((error: NodeJS.ErrnoException) => {
    throw new Error(`the file of write keys must be readable, got ${error.code} for ${file}`);
  });
  if (!isObject(text)) {
    throw new Error(`${file} must be a JSON object of key ids and write keys, such as {"web": "key"}, got something else`);
  }
}

function isObject(text: string): boolean {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null && !Array.isArray(value);
  } catch {
    return false;
  }
}
