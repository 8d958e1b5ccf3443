import * as equal from 'ajv/dist/runtime/equal';
import * as ucs2length from 'ajv/dist/runtime/ucs2length';
import * as formats from 'ajv-formats/dist/formats';

const MODULES: Readonly<Record<string, unknown>> = {
  'ajv/dist/runtime/equal': equal,
  'ajv/dist/runtime/ucs2length': ucs2length,
  'ajv-formats/dist/formats': formats,
};

/** Gives compiled schemas what they ask of ajv: it stands in the place of `require`. */
export function resolve(name: string): unknown {
  if (!(name in MODULES)) {
    throw new Error(`compiled schemas must ask for ${Object.keys(MODULES).join(', ')} only, got ${name}`);
  }
  return MODULES[name];
}
