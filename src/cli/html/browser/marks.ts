import type { Plugin } from 'chart.js';
import type { LineChart } from '../chart';
import type { Palette } from './palette';

const GAP = 5;

/** Names places of the x axis by a line and a text that stays inside the chart; the texts stand below each other. */
export function marks(places: NonNullable<LineChart['marks']>, palette: Palette): Plugin<'line'> {
  return {
    id: 'marks',
    afterDatasetsDraw: ({ ctx: context, chartArea: { top, bottom, left, right }, scales: { x } }) => {
      context.save();
      context.strokeStyle = palette.quiet;
      context.fillStyle = palette.ink;
      context.font = '12px system-ui, sans-serif';
      context.textBaseline = 'top';
      places.forEach(({ at, text }, index) => {
        const place = x.getPixelForValue(at);
        const width = context.measureText(text).width + GAP;
        context.setLineDash([3, 4]);
        context.beginPath();
        context.moveTo(place, top);
        context.lineTo(place, bottom);
        context.stroke();
        const from = place + width > right ? Math.max(left, place - width) : place + GAP;
        context.fillText(text, from, top + GAP + index * 17);
      });
      context.restore();
    },
  };
}
