/** The element of an id, which the page has. */
export function element<Kind extends HTMLElement = HTMLElement>(id: string): Kind {
  return document.getElementById(id) as Kind;
}

/** Writes a text where it is another one: what stays the same costs no layout. */
export function setText(target: Element, text: string): void {
  if (target.textContent !== text) {
    target.textContent = text;
  }
}

/** Makes an element with a text or with children. */
export function made(name: string, content: string | readonly Node[] = '', className = ''): HTMLElement {
  const node = document.createElement(name);
  node.className = className;
  node.append(...typeof content === 'string' ? [content] : content);
  return node;
}
