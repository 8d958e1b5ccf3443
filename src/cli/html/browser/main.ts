import {
  BarController, BarElement, CategoryScale, Chart, Legend, LinearScale, LineController, LineElement, LogarithmicScale, PointElement, Tooltip,
} from 'chart.js';
import type { Chart as ChartFigures } from '../chart';
import { drawBars } from './bar-chart';
import { drawLines } from './line-chart';
import { currentPalette } from './palette';

Chart.register(BarController, BarElement, CategoryScale, Legend, LinearScale, LineController, LineElement, LogarithmicScale, PointElement, Tooltip);
Chart.defaults.animation = false;
Chart.defaults.maintainAspectRatio = false;
Chart.defaults.font.family = 'system-ui, sans-serif';
Chart.defaults.plugins.legend.align = 'start';
Chart.defaults.plugins.legend.labels.boxWidth = 12;
Chart.defaults.plugins.legend.labels.boxHeight = 12;
const { generateLabels } = Chart.defaults.plugins.legend.labels;
Chart.defaults.plugins.legend.labels.generateLabels = chart => generateLabels(chart).map(label => ({ ...label, lineWidth: 0 })); // no dashes around a box

const figures = JSON.parse(document.getElementById('figures')!.textContent) as ChartFigures[];
const canvases = document.querySelectorAll<HTMLCanvasElement>('canvas');
let drawn: { destroy(): void }[] = [];

function draw(): void {
  const palette = currentPalette();
  drawn.forEach(chart => chart.destroy());
  Chart.defaults.color = palette.quiet;
  Object.assign(Chart.defaults.plugins.tooltip, {
    backgroundColor: palette.card, borderColor: palette.line, borderWidth: 1, titleColor: palette.ink, bodyColor: palette.ink, padding: 10,
  });
  drawn = figures.map((chart, index) => chart.kind === 'lines' ? drawLines(canvases[index], chart, palette) : drawBars(canvases[index], chart, palette));
  document.documentElement.dataset.drawn = String(drawn.length);
}

draw();
matchMedia('(prefers-color-scheme: dark)').addEventListener('change', draw);
