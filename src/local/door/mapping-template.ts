import { Compile, parse } from 'velocityjs';

/** Renders a mapping template. Values that it sets, such as `$context.responseOverride`, are left in the variables. */
export type MappingTemplate = (variables: Record<string, unknown>) => string;

/** Methods of Java's strings that those of JavaScript have not, or have otherwise. */
const JAVA_STRING_METHODS: Readonly<Record<string, (text: string, ...values: string[]) => unknown>> = {
  contains: (text, part) => text.includes(part),
  equals: (text, other) => text === other,
  equalsIgnoreCase: (text, other) => text.toLowerCase() === other.toLowerCase(),
  isEmpty: text => text === '',
  length: text => text.length,
  matches: (text, pattern) => new RegExp(`^(?:${pattern})$`, 's').test(text),
  replaceAll: (text, pattern, replacement) => text.replace(new RegExp(pattern, 'g'), replacement),
};

type Method = (...values: unknown[]) => unknown;

interface MethodCall {
  readonly property: string;
  readonly context: Readonly<Record<string, unknown>>;
  readonly params: unknown[];
}

const CONFIGURATION = {
  customMethodHandlers: [
    {
      uid: 'java strings',
      match: ({ property, context }: MethodCall) => typeof context === 'string' && property in JAVA_STRING_METHODS,
      resolve: ({ property, context, params }: MethodCall) => JAVA_STRING_METHODS[property](String(context), ...params.map(String)),
    },
    {
      uid: 'own methods', // found here, velocityjs need not ask its dozen handlers for every call
      match: ({ property, context }: MethodCall) => typeof context[property] === 'function',
      resolve: ({ property, context, params }: MethodCall) => (context[property] as Method).apply(context, params),
    },
    {
      uid: 'unknown methods of strings',
      match: ({ context }: MethodCall) => typeof context === 'string',
      resolve: ({ property }: MethodCall) => {
        throw new Error(`method of a string must be one that the local run knows, got ${property}`); // else it would render as nothing
      },
    },
  ],
};

/** Parses a template once, to render it often. */
export function compileTemplate(text: string): MappingTemplate {
  const nodes = parse(text);
  return variables => new Compile(nodes, CONFIGURATION).render(variables);
}
