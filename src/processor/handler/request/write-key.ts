const BASIC = /^Basic\s+([A-Za-z0-9+/=_-]+)$/i;

/** The write key in an `Authorization` header: Segment's and RudderStack's clients send it as the user of Basic. */
export function writeKeyOf(authorization: string | undefined): string | null {
  const credentials = BASIC.exec(authorization ?? '')?.[1];
  if (credentials === undefined) {
    return null;
  }
  const [key] = Buffer.from(credentials, 'base64').toString('utf8').split(':', 1);
  return key || null;
}
