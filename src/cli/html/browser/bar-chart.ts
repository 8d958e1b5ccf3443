import { Chart } from 'chart.js';
import type { BarChart } from '../chart';
import { inFull, onAxis } from './figures';
import type { Palette } from './palette';

/** Draws a bar chart: its bars lie, so that the names beside them can be read. */
export function drawBars(canvas: HTMLCanvasElement, { categories, y, series }: BarChart, palette: Palette): Chart<'bar'> {
  return new Chart<'bar'>(canvas, {
    type: 'bar',
    data: {
      labels: [...categories],
      datasets: series.map(({ name, colour, values }) => ({
        label: name, data: [...values], backgroundColor: palette.series[colour], barPercentage: 0.9, categoryPercentage: 0.75,
      })),
    },
    options: {
      indexAxis: 'y',
      interaction: { mode: 'index', axis: 'y', intersect: false },
      scales: {
        x: {
          beginAtZero: true,
          title: { display: true, text: y.title },
          grid: { color: palette.line },
          border: { color: palette.line },
          ticks: { maxRotation: 0, callback: value => onAxis(Number(value), y.unit) },
        },
        y: { grid: { display: false }, border: { color: palette.line }, ticks: { autoSkip: false, color: palette.ink } },
      },
      plugins: {
        legend: { display: series.length > 1 },
        tooltip: { callbacks: { label: ({ dataset, parsed }) => ` ${dataset.label}: ${inFull(parsed.x ?? NaN, y.unit)}` } },
      },
    },
  });
}
