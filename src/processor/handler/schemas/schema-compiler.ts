import Ajv, { type Options } from 'ajv';
import Ajv2020 from 'ajv/dist/2020';
import standaloneCode from 'ajv/dist/standalone';
import addFormats from 'ajv-formats';
import { AJV_RUNTIME_FILE, type CompiledSchemas, type WrittenSchema } from '../../../wire/event-schemas';

/** Drafts by what stands in `$schema`, without the empty fragment that is often written behind it. */
const DRAFTS: Readonly<Record<string, 'draft-07' | '2020-12'>> = {
  'http://json-schema.org/draft-07/schema': 'draft-07',
  'https://json-schema.org/draft-07/schema': 'draft-07',
  'http://json-schema.org/schema': 'draft-07',
  'https://json-schema.org/draft/2020-12/schema': '2020-12',
};

/**
 * Compiles schemas when an app is synthesized, so that the function makes no code of its own.
 *
 * The same schemas give the same text, in whatever order they come.
 *
 * @see https://ajv.js.org/standalone.html
 */
export function compileSchemas(written: readonly WrittenSchema[]): CompiledSchemas {
  const schemas = [...written].sort((a, b) => a.name < b.name ? -1 : 1);
  const faults = schemas.flatMap(({ name, schema }) => draftOf(schema) === undefined ? [`${name} with $schema ${JSON.stringify(dialectOf(schema))}`] : []);
  const parts = (['draft-07', '2020-12'] as const)
    .map(draft => compileDraft(draft, schemas.filter(({ schema }) => draftOf(schema) === draft), faults));

  return {
    module: ['\'use strict\';', `const { resolve } = require('./${AJV_RUNTIME_FILE}');`, 'exports.schemas = [];', ...parts].join('\n'),
    faults,
  };
}

function compileDraft(draft: 'draft-07' | '2020-12', schemas: readonly WrittenSchema[], faults: string[]): string {
  if (schemas.length === 0) {
    return '';
  }
  const warnings: string[] = [];
  const options: Options = {
    allErrors: true,
    strict: false, // a keyword that a draft does not know is a remark to it
    code: { source: true },
    logger: { log: () => undefined, warn: text => warnings.push(String(text)), error: () => undefined },
  };
  const ajv = draft === 'draft-07' ? new Ajv(options) : new Ajv2020(options);
  addFormats(ajv);

  const found = schemas.flatMap(({ name, schema }, index) => faultOf(name, () => {
    requireSynchronous(schema);
    // A copy: ajv takes the same object for the same schema.
    ajv.addSchema(JSON.parse(JSON.stringify(schema)), `event${index}`);
  }));
  if (found.length === 0) {
    found.push(...schemas.flatMap(({ name }, index) => faultOf(name, () => {
      warnings.length = 0;
      ajv.getSchema(`event${index}`);
      if (warnings.length > 0) {
        throw new Error(warnings.join(', '));
      }
    })));
  }
  faults.push(...found);
  if (found.length > 0) {
    return '';
  }

  const code = standaloneCode(ajv, Object.fromEntries(schemas.map((_, index) => [`event${index}`, `event${index}`])));
  const entries = schemas.map(({ name, quarantines }, index) =>
    `exports.schemas.push({ name: ${JSON.stringify(name)}, quarantines: ${quarantines}, validate: checks.event${index} });`);
  return `((require, checks) => {\n(exports => {${code}\n})(checks);\n${entries.join('\n')}\n})(resolve, {});`;
}

function faultOf(name: string, compile: () => void): string[] {
  try {
    compile();
    return [];
  } catch (error) {
    return [`${name}: ${(error as Error).message}`];
  }
}

function requireSynchronous(schema: unknown): void {
  if (typeof schema === 'object' && schema !== null && '$async' in schema) {
    throw new Error('$async is no keyword of JSON Schema');
  }
}

function draftOf(schema: unknown): 'draft-07' | '2020-12' | undefined {
  const dialect = dialectOf(schema);
  return dialect === undefined ? 'draft-07' : DRAFTS[String(dialect).replace(/#$/, '')];
}

function dialectOf(schema: unknown): unknown {
  return typeof schema === 'object' && schema !== null && '$schema' in schema ? schema.$schema : undefined;
}
