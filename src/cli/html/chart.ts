/** How the numbers of an axis read; a clock counts seconds from midnight, a date milliseconds of Unix time. */
export type Unit = 'usd' | 'count' | 'seconds' | 'percent' | 'clock' | 'date';

/** Colours that a page has; what is the same has the same in each of its charts. */
export type Colour = 'first' | 'second' | 'third';

/** Numbers that belong together. */
export interface Series {
  readonly name: string;
  readonly colour: Colour;
  readonly values: readonly number[];
  /** Whether its line is dashed, so that one below it is seen. */
  readonly isDashed?: boolean;
}

interface Scale {
  readonly title: string;
  readonly unit: Unit;
  readonly isLogarithmic?: boolean;
}

/** Lines over something that is counted or passes. */
export interface LineChart {
  readonly kind: 'lines';
  readonly title: string;
  readonly x: Scale & { readonly values: readonly number[] };
  readonly y: Scale;
  readonly series: readonly Series[];
  /** Places on the x axis that have a name. */
  readonly marks?: readonly { readonly at: number; readonly text: string }[];
  /** Whether a value holds until the next, and is no way to it. */
  readonly isStepped?: boolean;
  /** Charts that tell the same of the x axis look at the same place together. */
  readonly company?: string;
}

/** Bars, a group for each category. */
export interface BarChart {
  readonly kind: 'bars';
  readonly title: string;
  readonly categories: readonly string[];
  readonly y: Scale;
  readonly series: readonly Series[];
}

/** A chart as figures: the browser draws it, and reckons nothing. */
export type Chart = LineChart | BarChart;
