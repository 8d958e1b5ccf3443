import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { violationText, type SchemaError, type TellPlace } from './violation-text';
import { EVENT_SCHEMAS_FILE } from '../../../wire/event-schemas';

/** A schema as the module beside the handler has it. */
interface CompiledSchema {
  readonly name: string;
  readonly quarantines: boolean;
  readonly validate: { (value: unknown): boolean; errors?: readonly SchemaError[] | null };
}

/** Calls whose traits are described, under the call's own name; the others have properties. */
const CALLS_WITH_TRAITS: readonly string[] = ['identify', 'group'];
const CALLS_WITH_PROPERTIES: readonly string[] = ['track', 'page', 'screen'];

/** What events of one name must look like. */
export class EventSchema {
  constructor(private readonly compiled: CompiledSchema, /** Field of the event that is described. */ public readonly part: 'properties' | 'traits') {}

  /** Whether an event that breaks it is quarantined; it lands with a remark otherwise. */
  public get quarantines(): boolean {
    return this.compiled.quarantines;
  }

  /** What is wrong with the properties or traits, given as JSON text; null when nothing is. Values are never told. */
  public violations(jsonText: string | null, tell: TellPlace = place => place): string | null {
    const { validate } = this.compiled;
    return validate(JSON.parse(jsonText ?? '{}')) ? null : violationText(this.part, validate.errors ?? [], tell);
  }
}

/** The schemas that were compiled when the app was synthesized, by the name of the event. */
export class EventSchemas {
  /** Reads the module with the compiled schemas in a folder; without it no event has a schema. */
  public static load(folder: string): EventSchemas {
    const file = join(folder, EVENT_SCHEMAS_FILE);
    return new EventSchemas(existsSync(file) ? (createRequire(file)(file) as { schemas: readonly CompiledSchema[] }).schemas : []);
  }

  private readonly ofTraits = new Map<string, EventSchema>();
  private readonly ofProperties = new Map<string, EventSchema>();

  private constructor(compiled: readonly CompiledSchema[]) {
    for (const schema of compiled) {
      if (CALLS_WITH_TRAITS.includes(schema.name)) {
        this.ofTraits.set(schema.name, new EventSchema(schema, 'traits'));
      } else {
        this.ofProperties.set(schema.name, new EventSchema(schema, 'properties'));
      }
    }
  }

  /** Whether there is no schema at all, so that no event need be looked at. */
  public get isEmpty(): boolean {
    return this.ofTraits.size + this.ofProperties.size === 0;
  }

  /** The schema of an event, by its type and its name. */
  public find(type: string, event: string | null): EventSchema | undefined {
    if (event === null || CALLS_WITH_TRAITS.includes(type)) {
      return this.ofTraits.get(type);
    }
    return CALLS_WITH_PROPERTIES.includes(type) ? this.ofProperties.get(event) : undefined;
  }
}
