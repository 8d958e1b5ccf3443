const BASIC = /^Basic\s+([A-Za-z0-9+/=_-]+)$/i;
const BEARER = /^Bearer\s+(\S+)$/i;

/** The user of Basic authorization: as what Segment's and RudderStack's clients send their write key. */
export function basicUserOf(authorization: string | undefined): string | null {
  const credentials = BASIC.exec(authorization ?? '')?.[1];
  if (credentials === undefined) {
    return null;
  }
  const [user] = Buffer.from(credentials, 'base64').toString('utf8').split(':', 1);
  return user || null;
}

/** The write key in an `Authorization` header that can hold nothing else; clients whose headers can be set may send it as Bearer, too. */
export function writeKeyOf(authorization: string | undefined): string | null {
  return basicUserOf(authorization) ?? BEARER.exec(authorization ?? '')?.[1] ?? null;
}
