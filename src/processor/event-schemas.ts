import { existsSync, readdirSync, readFileSync } from 'fs';
import { createRequire } from 'module';
import { basename, join } from 'path';
import { shippedAsset } from '../private/shipped-assets';
import { CompiledSchemas, SchemaCompiler, WrittenSchema } from '../wire/event-schemas';

/** What becomes of an event that breaks its schema. */
export enum SchemaMode {
  /** It lands, with what is wrong in the column `schema_violations`. */
  WARN = 'warn',

  /** It goes to quarantine with the code `schema_violation`. */
  QUARANTINE = 'quarantine',
}

/** What can be set on schemas. */
export interface EventSchemaOptions {
  /**
   * What becomes of an event that breaks its schema.
   *
   * @default SchemaMode.WARN
   */
  readonly mode?: SchemaMode;
}

/**
 * What events must look like, as JSON Schemas by the name of the event.
 *
 * A schema describes the `properties` of track, page and screen events of its name. Under the names `identify` and `group` it
 * describes the `traits` of those calls. Events without a schema pass. Schemas of draft-07 (also meant when there is no
 * `$schema`) and of 2020-12 are compiled when the app is synthesized; one may refer to another by its `$id`.
 *
 * @example
 * new TelemetryPipeline(this, 'Telemetry', {
 *   processor: {
 *     eventSchemas: EventSchemas.inline({
 *       'Order Completed': { type: 'object', required: ['orderId'], properties: { orderId: { type: 'string' } } },
 *     }, { mode: SchemaMode.QUARANTINE }),
 *   },
 * });
 *
 * @see https://json-schema.org/specification
 */
export class EventSchemas {
  /**
   * Schemas given as objects.
   *
   * @param schemas schema of each event, by its name
   * @param options what becomes of events that break them
   */
  public static inline(schemas: { [name: string]: unknown }, options: EventSchemaOptions = {}): EventSchemas {
    return new EventSchemas(Object.entries(schemas).map(([name, schema]) => ({ name, schema, quarantines: quarantines(options) })), []);
  }

  /**
   * Schemas in JSON files.
   *
   * @param files path of each event's file, by its name
   * @param options what becomes of events that break them
   */
  public static fromFiles(files: { [name: string]: string }, options: EventSchemaOptions = {}): EventSchemas {
    const written: WrittenSchema[] = [];
    const faults: string[] = [];
    for (const [name, path] of Object.entries(files)) {
      try {
        written.push({ name, schema: JSON.parse(readFileSync(path, 'utf8')), quarantines: quarantines(options) });
      } catch (error) {
        faults.push(existsSync(path) ? `${name} from ${path}: ${(error as Error).message}` : `${name} from ${path}, which is not there`);
      }
    }
    return new EventSchemas(written, faults);
  }

  /**
   * Schemas in the files of a folder that end in `.json`, each named like its event: `Order Completed.json`.
   *
   * @param path of the folder
   * @param options what becomes of events that break them
   */
  public static fromFolder(path: string, options: EventSchemaOptions = {}): EventSchemas {
    const files = existsSync(path) ? readdirSync(path).filter(file => file.endsWith('.json')) : [];
    if (files.length === 0) {
      return new EventSchemas([], [`no .json file in ${path}`]);
    }
    return EventSchemas.fromFiles(Object.fromEntries(files.map(file => [basename(file, '.json'), join(path, file)])), options);
  }

  /**
   * Schemas from several places, each with its own mode.
   *
   * @param schemas all that apply; an event may be described once
   */
  public static combine(...schemas: EventSchemas[]): EventSchemas {
    return new EventSchemas(schemas.flatMap(({ written }) => written), schemas.flatMap(({ faults }) => faults));
  }

  private compiled?: CompiledSchemas;

  private constructor(private readonly written: readonly WrittenSchema[], private readonly faults: readonly string[]) {}

  /**
   * The module for the handler, or what is wrong with the schemas.
   *
   * @internal
   */
  public _compile(): CompiledSchemas {
    if (this.compiled === undefined) {
      const names = this.written.map(({ name }) => name);
      const twice = [...new Set(names.filter((name, index) => names.indexOf(name) !== index))].map(name => `${name} described twice`);
      // Here and not above: an app without schemas need not load a compiler.
      const { compileSchemas } = createRequire(__filename)(shippedAsset('processor', 'schema-compiler', 'index.js')) as SchemaCompiler;
      const { module, faults } = compileSchemas(this.written);
      this.compiled = { module, faults: [...this.faults, ...twice, ...faults] };
    }
    return this.compiled;
  }
}

function quarantines({ mode }: EventSchemaOptions): boolean {
  return mode === SchemaMode.QUARANTINE;
}
