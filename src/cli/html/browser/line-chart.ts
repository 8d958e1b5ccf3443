import { Chart, type ScaleOptions } from 'chart.js';
import type { LineChart } from '../chart';
import { inCompany } from './company';
import { inFull, onAxis, ticksOf } from './figures';
import { marks } from './marks';
import type { Palette } from './palette';
import { pointerLine } from './pointer-line';

/** Draws a line chart. */
export function drawLines(
  canvas: HTMLCanvasElement, { x, y, series, marks: places = [], isStepped = false, company }: LineChart, palette: Palette,
): Chart<'line'> {
  const [least, most] = [x.values[0], x.values.at(-1)!];
  return new Chart<'line'>(canvas, {
    type: 'line',
    data: {
      datasets: series.map(({ name, colour, values, isDashed = false }) => ({
        label: name,
        data: values.map((value, index) => ({ x: x.values[index], y: value })),
        borderColor: palette.series[colour],
        backgroundColor: palette.series[colour],
        borderDash: isDashed ? [5, 4] : [],
        stepped: isStepped && 'after',
      })),
    },
    plugins: [pointerLine(palette.quiet), ...places.length > 0 ? [marks(places, palette)] : [], ...company === undefined ? [] : [inCompany(company)]],
    options: {
      parsing: false,
      normalized: true,
      interaction: { mode: 'index', axis: 'x', intersect: false },
      elements: { line: { borderWidth: 2 }, point: { radius: 0, hoverRadius: 3 } },
      scales: {
        x: { ...axis(x, palette), min: least, max: most },
        y: { ...axis(y, palette), beginAtZero: true },
      } as Record<string, ScaleOptions<'linear' | 'logarithmic'>>,
      plugins: {
        legend: { display: series.length > 1 },
        tooltip: {
          callbacks: {
            title: ([first]) => `${inFull(first.parsed.x ?? NaN, x.unit)}${x.unit === 'count' ? ` ${x.title}` : ''}`,
            label: ({ dataset, parsed }) => ` ${dataset.label}: ${inFull(parsed.y ?? NaN, y.unit)}`,
          },
        },
      },
    },
  });
}

function axis({ title, unit, isLogarithmic = false }: LineChart['y'], palette: Palette): object {
  return {
    type: isLogarithmic ? 'logarithmic' : 'linear',
    title: { display: true, text: title },
    grid: { color: palette.line },
    border: { color: palette.line },
    ticks: {
      maxRotation: 0,
      precision: unit === 'count' && !isLogarithmic ? 0 : undefined,
      callback: (value: number) => isLogarithmic && !Number.isInteger(Math.round(1e9 * Math.log10(value)) / 1e9) ? null : onAxis(value, unit),
    },
    afterBuildTicks: (scale: { min: number; max: number; ticks: { value: number }[] }) => {
      scale.ticks = ticksOf(unit, scale.min, scale.max)?.map(value => ({ value })) ?? scale.ticks;
    },
  };
}
