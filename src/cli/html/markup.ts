/** Text that is HTML already. */
export class Markup {
  constructor(readonly text: string) {}
}

type Content = string | number | Markup | readonly Markup[];

/** HTML with texts in it, none of which can become more than a text. */
export function html(parts: TemplateStringsArray, ...contents: readonly Content[]): Markup {
  return new Markup(parts.map((part, index) => index === 0 ? part : `${inserted(contents[index - 1])}${part}`).join(''));
}

function inserted(content: Content): string {
  if (content instanceof Markup) {
    return content.text;
  }
  return typeof content === 'object' ? content.map(({ text }) => text).join('') : escaped(String(content));
}

function escaped(text: string): string {
  return text.replace(/[&<>"']/g, character => `&#${character.charCodeAt(0)};`);
}
