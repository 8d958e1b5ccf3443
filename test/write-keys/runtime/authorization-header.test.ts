import { basicUserOf, writeKeyOf } from '../../../src/write-keys/runtime/authorization-header';

const basic = (credentials: string) => `Basic ${Buffer.from(credentials).toString('base64')}`;

test.each([
  { header: basic('9f2c51:'), basicUser: '9f2c51', key: '9f2c51' },
  { header: basic('9f2c51'), basicUser: '9f2c51', key: '9f2c51' },
  { header: basic('9f2c51:password:more'), basicUser: '9f2c51', key: '9f2c51' },
  { header: basic('schlüssel:'), basicUser: 'schlüssel', key: 'schlüssel' },
  { header: `basic   ${Buffer.from('9f2c51:').toString('base64url')}`, basicUser: '9f2c51', key: '9f2c51' },
  { header: basic(':9f2c51'), basicUser: null, key: null },
  { header: 'Bearer 9f2c51', basicUser: null, key: '9f2c51' },
  { header: 'bearer 9f2c51', basicUser: null, key: '9f2c51' },
  { header: 'Bearer', basicUser: null, key: null },
  { header: 'Bearer one two', basicUser: null, key: null },
  { header: 'Basic %%%', basicUser: null, key: null },
  { header: '9f2c51', basicUser: null, key: null },
  { header: `${basic('one:')}, ${basic('two:')}`, basicUser: null, key: null },
  { header: '', basicUser: null, key: null },
  { header: undefined, basicUser: null, key: null },
])('in "$header" the user is $basicUser and the write key $key', ({ header, basicUser, key }) => {
  expect(basicUserOf(header)).toBe(basicUser);
  expect(writeKeyOf(header)).toBe(key);
});
