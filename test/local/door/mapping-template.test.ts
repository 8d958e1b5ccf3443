import { compileTemplate } from '../../../src/local/door/mapping-template';
import { TemplateMap } from '../../../src/local/door/template-map';
import { inputVariable, UTIL } from '../../../src/local/door/template-variables';

const none = new TemplateMap(new Map());

function render(template: string, { body = '', header = {}, path = {}, query = {} }: { body?: string; header?: object; path?: object; query?: object } = {}): string {
  const map = (entries: object) => new TemplateMap(new Map(Object.entries(entries)));
  const parameters = { path: map(path), querystring: map(query), header: map(header) };
  return compileTemplate(template)({ input: inputVariable(body, parameters), util: UTIL });
}

test.each([
  // What Java renders, run once with Apache Velocity 1.7 and java.net.URLEncoder.
  { template: '$util.urlEncode("a b~!\'()*-._é👩")', text: 'a+b%7E%21%27%28%29*-._%C3%A9%F0%9F%91%A9' },
  { template: '$util.urlDecode("a+b%7E")', text: 'a b~' },
  { template: '$util.base64Encode("é")', text: 'w6k=' },
  { template: '$util.base64Decode("w6k=")', text: 'é' },
  { template: '$util.escapeJavaScript($input.body)', body: '{"a":"it\'s"}', text: '{\\"a\\":\\"it\\\'s\\"}' },
  { template: '$util.parseJson($input.body).a', body: '{"a":7}', text: '7' },
  { template: '$input.json(\'$\')', body: '{"a": [1, 2]}', text: '{"a":[1,2]}' },
  { template: '$input.json(\'$.a[1]\')', body: '{"a": [1, 2]}', text: '2' },
  { template: '$input.json(\'$.b\')', body: '{"a": 1}', text: '""' },
  { template: '$input.path(\'$.a.b\')', body: '{"a": {"b": "c"}}', text: 'c' },
  { template: '$input.json(\'$\') $input.path(\'$\').a', body: '', text: '{} $input.path(\'$\').a' },
  { template: '#foreach($event in $input.path(\'$.batch\'))$foreach.count:$event.id #end', body: '{"batch":[{"id":"x"},{"id":"y"}]}', text: '1:x 2:y ' },
])('$template', ({ template, body, text }) => {
  expect(render(template, { body })).toBe(text);
});

test('parameters are found in the path before the query string before the headers', () => {
  const request = { path: { a: 'path' }, query: { a: 'query', b: 'query' }, header: { a: 'header', b: 'header', c: 'header' } };

  expect(render('$input.params(\'a\') $input.params(\'b\') $input.params(\'c\') [$input.params(\'d\')]', request)).toBe('path query header []');
});

test.each([
  ['$h.size() $h.isEmpty() $h.containsKey("A") $h.containsKey("a")', '2 false true false'],
  ['#foreach($name in $h.keySet())$name=$h.get($name);#end', 'A=1;get=2;'],
  ['#foreach($entry in $h.entrySet())$entry.key=$entry.value;#end', 'A=1;get=2;'],
  ['#foreach($value in $h.values())$value#end', '12'],
  ['$h.A $!h.B', '1 '],
])('a map answers as one of Java: %s', (template, text) => {
  expect(render(`#set($h = $input.params().header)${template}`, { header: { A: '1', get: '2' } })).toBe(text);
});

test.each([
  ['#if($s.contains("lem"))yes#end', 'yes'],
  ['#if($s.equals("Telemetry"))yes#end', 'yes'],
  ['#if($s.equalsIgnoreCase("TELEMETRY"))yes#end', 'yes'],
  ['#if($s.matches("Tele.*"))yes#end#if($s.matches("Tele"))no#end', 'yes'],
  ['#if(!$s.isEmpty())$s.length()#end', '9'],
  ['$s.replaceAll("[aeiou]", "_")', 'T_l_m_try'],
  ['$s.toUpperCase() $s.substring(4)', 'TELEMETRY metry'],
])('a text answers as one of Java: %s', (template, text) => {
  expect(render(`#set($s = "Telemetry")${template}`)).toBe(text);
});

test('a method that the local run does not know is an error, not an empty text', () => {
  expect(() => render('#set($s = "x")$s.hashCode()')).toThrow('method of a string must be one that the local run knows, got hashCode');
});

test('a path with a filter is an error, not an empty text', () => {
  expect(() => render('$input.path(\'$.a[?(@.b)]\')', { body: '{"a":[]}' }))
    .toThrow('path must have only names and indexes in the local run, got [?(@.b)] in $.a[?(@.b)]');
  expect(() => render('$input.path(\'a\')')).toThrow('path must start with $, got a');
});

test('what one rendering sets is gone in the next', () => {
  const template = compileTemplate('#if($seen)again#end#set($seen = "yes")');
  const variables = () => ({ input: inputVariable('', { path: none, querystring: none, header: none }) });

  expect([template(variables()), template(variables())]).toEqual(['', '']);
});
