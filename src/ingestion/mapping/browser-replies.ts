const ALLOW_ORIGIN = 'Access-Control-Allow-Origin';

/** What replies to pages of other origins have besides. */
export interface BrowserReplies {
  /** Names of the headers. */
  readonly names: readonly string[];
  /** Header name to static text in single quotes, for the replies of the integration. */
  readonly headers: Record<string, string>;
  /** Part of a template that sets the others; it goes before each template of the integration. */
  readonly choice: string;
  /** Header name to static text or to `method.request.header.Name`, for the replies that API Gateway makes by itself. */
  readonly gatewayHeaders: Record<string, string>;
}

/** Pages that may read the replies. */
export interface ReadingPages {
  readonly allowOrigins: readonly string[];
  readonly allowCredentials: boolean;
}

/**
 * What lets pages of other origins read the replies of a REST API; without it, a 429 looks to them like a broken network.
 *
 * A reply names one origin. Where several may read, a template chooses among them. Replies that API Gateway makes by itself
 * know no conditions: they repeat whichever origin asks, and tell it nothing but that the request was refused.
 */
export function browserReplies({ allowOrigins, allowCredentials }: ReadingPages): BrowserReplies {
  const common = {
    'Access-Control-Expose-Headers': '\'Retry-After\'',
    ...(allowCredentials ? { 'Access-Control-Allow-Credentials': '\'true\'' } : {}),
  };
  const names = [ALLOW_ORIGIN, ...Object.keys(common)];
  if (allowOrigins.length === 1) {
    const headers = { [ALLOW_ORIGIN]: `'${allowOrigins[0]}'`, ...common };
    return { names, headers, choice: '', gatewayHeaders: headers };
  }
  return { names, headers: common, choice: originChoice(allowOrigins), gatewayHeaders: { [ALLOW_ORIGIN]: 'method.request.header.Origin', ...common } };
}

/** Browsers write the header in lower case over HTTP/2. */
function originChoice(allowOrigins: readonly string[]): string {
  const known = allowOrigins.map(origin => `$origin == '${origin}'`).join(' || ');
  return '#set($origin = \'\')#foreach($name in $input.params().header.keySet())'
    + '#if($name.toLowerCase() == \'origin\')#set($origin = $input.params().header.get($name))#end#end'
    + `#if(${known})#set($context.responseOverride.header['${ALLOW_ORIGIN}'] = $origin)#end`;
}
