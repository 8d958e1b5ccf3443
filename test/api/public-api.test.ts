import * as spec from '@jsii/spec';
import { PublicApi } from './assembly';

const api = PublicApi.load();

/** Where a type says less than it could, and why. */
const LOOSELY_TYPED = {
  'EventSchemas.inline(schemas)': 'a JSON Schema is any JSON value, and jsii has no other type for that',
};

function typesWithin(type: spec.TypeReference): spec.TypeReference[] {
  return [type, ...spec.isCollectionTypeReference(type) ? typesWithin(type.collection.elementtype) : []];
}

function placesWhereType(matches: (type: spec.TypeReference) => boolean): string[] {
  return api.all().filter(({ types }) => types.flatMap(typesWithin).some(matches)).map(({ place }) => place);
}

describe('documentation', () => {
  test('says what every type, member, choice and parameter is', () => {
    const silent = api.all().filter(({ docs }) => !docs.summary).map(({ place }) => place);

    expect(silent).toEqual([]);
    expect(api.all().length).toBeGreaterThan(300);
  });

  test('tells the default of every setting that may be left out', () => {
    const settings = api.structs().flatMap(struct => (struct.properties ?? []).map(property => ({ place: `${struct.name}.${property.name}`, ...property })));
    const untold = settings.filter(({ optional, docs }) => optional && !docs?.default).map(({ place }) => place);

    expect(untold).toEqual([]);
  });
});

describe('types', () => {
  test('are known, but where JSON has no better one', () => {
    const loose = placesWhereType(type => spec.isPrimitiveTypeReference(type) && type.primitive !== spec.PrimitiveType.Boolean
      && type.primitive !== spec.PrimitiveType.Number && type.primitive !== spec.PrimitiveType.String);

    expect(loose).toEqual(Object.keys(LOOSELY_TYPED));
  });

  test('are never a choice between two', () => {
    expect(placesWhereType(type => spec.isUnionTypeReference(type) || spec.isIntersectionTypeReference(type))).toEqual([]);
  });

  test('are never those of CloudFormation itself', () => {
    expect(placesWhereType(type => spec.isNamedTypeReference(type) && /\.(I?Cfn)[A-Z]/.test(type.fqn))).toEqual([]);
  });
});
