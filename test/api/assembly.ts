import { existsSync } from 'fs';
import { join } from 'path';
import * as spec from '@jsii/spec';

export const ROOT = join(__dirname, '..', '..');

/** Something public that has a name: a type, a member of it, or a parameter. */
export interface Named {
  /** Where it stands, such as `TelemetryQueue.grantSendMessages(grantee)`. */
  readonly place: string;
  readonly name: string;
  readonly docs: spec.Docs;
  readonly types: readonly spec.TypeReference[];
}

/** A method, static or not, or a constructor. */
export interface Call extends Named {
  readonly parameters: readonly spec.Parameter[];
}

/** What jsii says of the compiled package: the API that every language gets. */
export class PublicApi {
  public static load(): PublicApi {
    const file = join(ROOT, spec.SPEC_FILE_NAME);
    if (!existsSync(file)) {
      throw new Error(`${spec.SPEC_FILE_NAME} is not there: compile first, with \`npx projen compile\``);
    }
    return new PublicApi(spec.loadAssemblyFromFile(file));
  }

  public readonly types: readonly spec.Type[];

  private constructor(assembly: spec.Assembly) {
    this.types = Object.values(assembly.types ?? {});
  }

  /** The settings that a method's last parameter may hold; they are keyword arguments in Python. */
  public structOf({ type }: spec.Parameter): spec.InterfaceType | undefined {
    const found = spec.isNamedTypeReference(type) ? this.types.find(({ fqn }) => fqn === type.fqn) : undefined;
    return found && spec.isInterfaceType(found) && found.datatype ? found : undefined;
  }

  public structs(): spec.InterfaceType[] {
    return this.types.filter(spec.isInterfaceType).filter(({ datatype }) => datatype);
  }

  /** With those of the structs that it extends, of ours. */
  public settingsOf(struct: spec.InterfaceType): spec.Property[] {
    const inherited = (struct.interfaces ?? []).flatMap(fqn => this.types.filter(type => type.fqn === fqn)).filter(spec.isInterfaceType);
    return [...struct.properties ?? [], ...inherited.flatMap(base => this.settingsOf(base))];
  }

  public properties(): Named[] {
    return this.types.flatMap(type => (spec.isClassOrInterfaceType(type) ? type.properties ?? [] : []).map(({ name, docs = {}, type: itsType }) => ({
      place: `${type.name}.${name}`, name, docs, types: [itsType],
    })));
  }

  public calls(): Call[] {
    return this.types.filter(spec.isClassOrInterfaceType).flatMap(type => [
      ...spec.isClassType(type) && type.initializer ? [{ ...type.initializer, name: type.name, place: `new ${type.name}` }] : [],
      ...(type.methods ?? []).map(method => ({ ...method, place: `${type.name}.${method.name}` })),
    ]).map(({ place, name, docs = {}, parameters = [], ...call }) => ({
      place, name, docs, parameters, types: 'returns' in call && call.returns ? [call.returns.type] : [],
    }));
  }

  public parameters(): Named[] {
    return this.calls().flatMap(({ place, parameters }) => parameters.map(({ name, docs = {}, type }) => ({
      place: `${place}(${name})`, name, docs, types: [type],
    })));
  }

  /** Everything that has a name. */
  public all(): Named[] {
    const types = this.types.map(({ name, docs = {} }) => ({ place: name, name, docs, types: [] }));
    const choices = this.types.filter(spec.isEnumType).flatMap(type => type.members.map(({ name, docs = {} }) => ({
      place: `${type.name}.${name}`, name, docs, types: [],
    })));
    return [...types, ...choices, ...this.properties(), ...this.calls(), ...this.parameters()];
  }
}
