import { createRequire } from 'module';
import { dirname, join } from 'path';
import * as spec from '@jsii/spec';
import { PublicApi } from './assembly';

const api = PublicApi.load();

/** jsii's own lists; it exports neither them nor the way it spells names in Python. */
const jsii = dirname(require.resolve('jsii/package.json'));
const { isReservedName } = createRequire(__filename)(join(jsii, 'lib', 'reserved-words.js')) as { isReservedName(name: string): string[] | undefined };
const { toSnakeCase } = createRequire(require.resolve('jsii-pacmak/package.json'))('codemaker') as { toSnakeCase(name: string): string };

/** Names that a language alters, and why they stay. */
const ALTERED = {
  'IngestionAuth.lambda': 'Python writes lambda_; such authorizers are called so, and users of aws-cdk-lib know the spelling: `aws_lambda as lambda_`',
};

/** What every object has already: in Java, in C#, and in the builders that jsii makes for Java. */
const ON_EVERY_OBJECT = [
  'getClass', 'hashCode', 'equals', 'toString', 'notify', 'notifyAll', 'wait', 'clone', 'finalize', 'builder', 'build',
  'getType', 'getHashCode', 'memberwiseClone', 'referenceEquals',
].map(name => name.toLowerCase());

function membersOf(type: spec.Type): string[] {
  return spec.isClassOrInterfaceType(type) ? [...type.properties ?? [], ...type.methods ?? []].map(({ name }) => name) : [];
}

function placesOf(matches: (member: string, type: spec.Type) => boolean): string[] {
  return api.types.flatMap(type => membersOf(type).filter(member => matches(member, type)).map(member => `${type.name}.${member}`));
}

function repeated(names: readonly string[]): string[] {
  return names.filter((name, index) => names.indexOf(name) !== index);
}

test('no name is a reserved word of Python, Java, C# or Go', () => {
  const reserved = api.all().filter(({ name }) => isReservedName(name)).map(({ place }) => place);

  expect(reserved).toEqual(Object.keys(ALTERED));
});

test('no method looks like a getter or setter, which Java makes of properties', () => {
  expect(placesOf(member => /^[gs]et[A-Z]/.test(member))).toEqual([]);
});

test('no member is what every object has already', () => {
  expect(placesOf(member => ON_EVERY_OBJECT.includes(member.toLowerCase()) || ON_EVERY_OBJECT.includes(`get${member}`.toLowerCase()))).toEqual([]);
});

test('no member is called like its class, for which C# would rename the class', () => {
  expect(placesOf((member, type) => member.toLowerCase() === type.name.toLowerCase())).toEqual([]);
});

test('no two members or types differ in nothing but case, which Go and C# write alike', () => {
  const names = [api.types.map(({ name }) => name), ...api.types.map(type => membersOf(type))];

  expect(names.flatMap(group => repeated(group.map(name => name.toLowerCase())))).toEqual([]);
});

test('no type is called like the function that makes another one in Go', () => {
  const made = api.types.filter(spec.isClassType).map(({ name }) => `New${name}`);

  expect(api.types.map(({ name }) => name).filter(name => made.includes(name))).toEqual([]);
});

describe('in Python', () => {
  test('settings come last, so that they are keyword arguments', () => {
    const positional = api.calls().filter(({ parameters }) => parameters.slice(0, -1).some(parameter => api.structOf(parameter)));

    expect(positional.map(({ place }) => place)).toEqual([]);
  });

  test('a switch is always named where it is set', () => {
    const switches = api.parameters().filter(({ types: [type] }) =>
      spec.isPrimitiveTypeReference(type) && type.primitive === spec.PrimitiveType.Boolean);

    expect(switches.map(({ place }) => place)).toEqual([]);
  });

  test('no setting is called like a parameter that stands before it', () => {
    const clashes = api.calls().flatMap(({ place, parameters }) => {
      const struct = parameters.length > 0 ? api.structOf(parameters[parameters.length - 1]) : undefined;
      const settings = struct ? api.settingsOf(struct).map(({ name }) => toSnakeCase(name)) : [];
      return parameters.slice(0, -1).filter(({ name }) => settings.includes(toSnakeCase(name))).map(({ name }) => `${place}(${name})`);
    });

    expect(clashes).toEqual([]);
  });

  test('names are words: vCPU, as aws-cdk-lib writes it, is the only one that falls apart', () => {
    const written = [...new Set([...api.properties(), ...api.calls(), ...api.parameters()].map(({ name }) => toSnakeCase(name)))];

    expect(written.filter(name => /(^|_)[a-z](_|$)/.test(name.replace('v_cpu', 'vcpu')))).toEqual([]);
    expect(written).toEqual(expect.arrayContaining(['execution_environment_memory_gib_per_v_cpu', 'max_v_cpu_count']));
  });
});
