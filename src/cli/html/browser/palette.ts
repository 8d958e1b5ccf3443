import type { Colour } from '../chart';

/** Colours of the page as they are now: light or dark. */
export interface Palette {
  readonly ink: string;
  readonly quiet: string;
  readonly line: string;
  readonly card: string;
  readonly series: Readonly<Record<Colour, string>>;
}

/** Reads the colours from the page's styles. */
export function currentPalette(): Palette {
  const styles = getComputedStyle(document.documentElement);
  const of = (name: string) => styles.getPropertyValue(`--${name}`).trim();
  return {
    ink: of('ink'),
    quiet: of('quiet'),
    line: of('line'),
    card: of('card'),
    series: { first: of('first'), second: of('second'), third: of('third') },
  };
}
