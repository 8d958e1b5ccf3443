/** File beside the handler that holds compiled schemas. */
export const EVENT_SCHEMAS_FILE = 'event-schemas.js';

/** File beside it with what compiled schemas ask of ajv. */
export const AJV_RUNTIME_FILE = 'ajv-runtime.js';

/** A schema as a user wrote it. */
export interface WrittenSchema {
  /** Name of the event. */
  readonly name: string;
  readonly schema: unknown;
  /** Whether an event that breaks it is quarantined. */
  readonly quarantines: boolean;
}

/** What became of schemas: the text of a module that checks events, or what is wrong with them. */
export interface CompiledSchemas {
  readonly module: string;
  readonly faults: readonly string[];
}

/** What the compiler offers to a construct, which loads it as it is shipped. */
export interface SchemaCompiler {
  compileSchemas(written: readonly WrittenSchema[]): CompiledSchemas;
}
