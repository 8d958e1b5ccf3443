const SAMPLES = 200; // one minute
const WIDTH = 120;
const HEIGHT = 32;

/** The course of one figure over the last minute. */
export class Sparkline {
  private readonly values: number[] = [];
  private readonly area: Element;
  private readonly line: Element;

  constructor(svg: Element) {
    this.area = svg.querySelector('.area')!;
    this.line = svg.querySelector('.line')!;
  }

  add(value: number): void {
    this.values.push(value);
    if (this.values.length > SAMPLES) {
      this.values.shift();
    }
    this.draw();
  }

  private draw(): void {
    const most = Math.max(1, ...this.values);
    const left = WIDTH - (this.values.length - 1) * WIDTH / (SAMPLES - 1);
    const points = this.values.map((value, index) =>
      `${(left + index * WIDTH / (SAMPLES - 1)).toFixed(2)} ${(HEIGHT - 1 - value / most * (HEIGHT - 3)).toFixed(2)}`).join('L');
    this.line.setAttribute('d', `M${points}`);
    this.area.setAttribute('d', `M${left.toFixed(2)} ${HEIGHT}L${points}L${WIDTH} ${HEIGHT}Z`);
  }
}
