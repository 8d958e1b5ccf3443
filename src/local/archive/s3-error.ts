/** A refusal, with the status and code by which S3's clients know it. */
export class S3Error extends Error {
  public readonly name = 'S3Error';

  constructor(public readonly status: number, public readonly code: string, message: string) {
    super(message);
  }
}

/** Refusal of what this archive does not do. Silence would make a client believe that it was done. */
export function notImplemented(what: string): S3Error {
  return new S3Error(501, 'NotImplemented', `the local archive does not implement ${what}`);
}
