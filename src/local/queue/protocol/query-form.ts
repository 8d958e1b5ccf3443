import type { Fields } from '../operations/request-fields';

/** A value of a form, or what the dots in a name lead to. */
interface Node {
  value?: string;
  readonly children: Map<string, Node>;
}

/** Lists whose entries are written under a singular name. */
const LISTS: Readonly<Record<string, string>> = {
  AttributeName: 'AttributeNames',
  MessageSystemAttributeName: 'MessageSystemAttributeNames',
  MessageAttributeName: 'MessageAttributeNames',
  SendMessageBatchRequestEntry: 'Entries',
  DeleteMessageBatchRequestEntry: 'Entries',
  ChangeMessageVisibilityBatchRequestEntry: 'Entries',
};

/** Maps whose entries are written as numbered pairs of `Name` and `Value` under a singular name. */
const MAPS: Readonly<Record<string, string>> = {
  Attribute: 'Attributes',
  MessageAttribute: 'MessageAttributes',
  MessageSystemAttribute: 'MessageSystemAttributes',
};

const NUMBERS = new Set(['DelaySeconds', 'MaxNumberOfMessages', 'MaxNumberOfMessagesPerSecond', 'MaxResults', 'VisibilityTimeout', 'WaitTimeSeconds']);

/** Reads a form of the query protocol, such as `MessageAttribute.1.Name=path`, into the shape of AWS JSON. */
export function readForm(form: URLSearchParams): Fields {
  const root: Node = { children: new Map() };
  for (const [name, value] of form) {
    let node = root;
    for (const word of name.split('.')) {
      node = childOf(node, word);
    }
    node.value = ownText(value);
  }
  return readStructure(root);
}

/** A copy. What is cut out of a text keeps all of it in memory: each attribute of a message would keep the form that it came in. */
function ownText(part: string): string {
  return Buffer.from(part).toString();
}

function childOf(node: Node, word: string): Node {
  let child = node.children.get(word);
  if (!child) {
    child = { children: new Map() };
    node.children.set(word, child);
  }
  return child;
}

function readStructure({ children }: Node): Fields {
  return Object.fromEntries([...children].map(([name, child]) => readMember(name, child)));
}

function readMember(name: string, node: Node): [string, unknown] {
  if (Object.hasOwn(LISTS, name)) {
    return [LISTS[name], inOrder(node).map(readValue)];
  }
  if (Object.hasOwn(MAPS, name)) {
    return [MAPS[name], Object.fromEntries(inOrder(node).map(pair => [pair.children.get('Name')?.value ?? '', readPairValue(pair)]))];
  }
  if (NUMBERS.has(name) && /^-?\d+$/.test(node.value ?? '')) {
    return [name, Number(node.value)];
  }
  return [name, readValue(node)];
}

function readPairValue(pair: Node): unknown {
  const value = pair.children.get('Value');
  return value && readValue(value);
}

function readValue(node: Node): unknown {
  return node.children.size === 0 ? node.value : readStructure(node);
}

function inOrder({ children }: Node): Node[] {
  return [...children].sort(([one], [other]) => Number(one) - Number(other)).map(([, node]) => node);
}
