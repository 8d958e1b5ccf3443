import { refusedWith, storedAsSent, storedByHttp, storedByRest, type Attack } from './attack';
import { JSON_BODY, request } from './raw-request';

const VELOCITY = [
  '#set($action = "PurgeQueue")evil',
  '$context.identity.sourceIp $input.body $stageVariables.evil',
  '$util.urlDecode("%26DelaySeconds=900") ${number} $!route',
  '#end#end#if(true)evil#{else}$requestId#end ## gone #* gone *#',
  '$input.getClass().forName("java.lang.Runtime").getRuntime().exec("evil")',
  '#foreach($i in [1..1000000000])evil#end #include("evil") #parse("evil") #stop',
];

const JSON_BREAKERS = [
  '"},"evil":{"DataType":"String","StringValue":"evil"},"x":{"DataType":"String","StringValue":"',
  '\\","evil":"',
  '${context.requestId}${request.body}$request.header.evil',
];

/** What a mapping would run, or read as JSON, if it took a client's text for its own. */
export const TEMPLATE_CODE: readonly Attack[] = [
  ...[...VELOCITY, ...JSON_BREAKERS].flatMap((text): Attack[] => [
    { name: `\`${text.slice(0, 40)}\` in the body`, request: request({ body: text }), ...storedAsSent(text) },
    {
      name: `\`${text.slice(0, 40)}\` in User-Agent`,
      request: request({ headers: [...JSON_BODY, ['User-Agent', text]] }),
      rest: storedByRest('{}', { userAgent: text }),
      http: storedByHttp('{}'),
    },
  ]),
  {
    name: 'code in the name of a header',
    request: request({ headers: [...JSON_BODY, ['$context', 'evil'], ['#set', 'evil'], ['$!name', 'evil']] }),
    ...storedAsSent('{}'),
  },
  { name: 'braces in the name of a header', request: request({ headers: [...JSON_BODY, ['${name}', 'evil']] }), ...refusedWith(400) },
  {
    name: 'members of an object as names of headers',
    request: request({ headers: [...JSON_BODY, ['__proto__', 'evil'], ['constructor', 'evil'], ['get', 'evil'], ['keySet', 'evil']] }),
    ...storedAsSent('{}'),
  },
  { name: 'code as a call', request: request({ target: '/v1/$context.stage' }), ...refusedWith(404) },
  { name: 'a closed string as a call', request: request({ target: '/v1/track%22)%23set($action=%22PurgeQueue' }), ...refusedWith(404) },
  { name: 'a variable of the template as a call', request: request({ target: '/v1/$known' }), ...refusedWith(404) },
  { name: 'a member of an object as a call', request: request({ target: '/v1/__proto__' }), ...refusedWith(404) },
  { name: 'a member of an object in the body', request: request({ body: '{"__proto__":{"evil":1}}' }), ...storedAsSent('{"__proto__":{"evil":1}}') },
];
