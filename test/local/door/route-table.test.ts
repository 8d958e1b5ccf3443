import { RouteTable } from '../../../src/local/door/route-table';

const table = new RouteTable<string>('/prod');
for (const [method, path] of [['POST', '/v1/{rest+}'], ['POST', '/v1/{call}'], ['POST', '/v1/batch'], ['ANY', '/any'], ['GET', '/'], ['ANY', '/{a}/{b}/{c}']]) {
  table.add(method, path, `${method} ${path}`);
}

test.each([
  { method: 'POST', path: '/prod/v1/batch', target: 'POST /v1/batch', parameters: {} },
  { method: 'POST', path: '/prod/v1/batch/', target: 'POST /v1/batch', parameters: {} },
  { method: 'POST', path: '/prod/v1/track', target: 'POST /v1/{call}', parameters: { call: 'track' } },
  { method: 'POST', path: '/prod/v1/a%20b', target: 'POST /v1/{call}', parameters: { call: 'a b' } },
  { method: 'POST', path: '/prod/v1/%', target: 'POST /v1/{call}', parameters: { call: '%' } },
  { method: 'POST', path: '/prod/v1/a/b/c/d', target: 'POST /v1/{rest+}', parameters: { rest: 'a/b/c/d' } },
  { method: 'PUT', path: '/prod/1/2/3', target: 'ANY /{a}/{b}/{c}', parameters: { a: '1', b: '2', c: '3' } },
  { method: 'DELETE', path: '/prod/any', target: 'ANY /any', parameters: {} },
  { method: 'GET', path: '/prod', target: 'GET /', parameters: {} },
  { method: 'GET', path: '/prod/', target: 'GET /', parameters: {} },
])('$method $path is $target', ({ method, path, target, parameters }) => {
  const found = table.find(method, path);

  expect(found?.target).toBe(target);
  expect(Object.fromEntries(found?.pathParameters ?? [])).toEqual(parameters);
});

test.each(['/v1/batch', '/prod/v1', '/prod/v1/', '/product/v1/batch', '/prod/other', '*', ''])('POST %s has no route', path => {
  expect(table.find('POST', path)).toBeUndefined();
});

test('a table without prefix finds the root', () => {
  const bare = new RouteTable<string>('');
  bare.add('GET', '/', 'root');

  expect(bare.find('GET', '/')?.target).toBe('root');
});
