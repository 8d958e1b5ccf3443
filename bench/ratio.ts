/** One figure by another, to a thousandth. */
export function ratio(value: number, by: number): number {
  return Number((value / by).toFixed(3));
}
