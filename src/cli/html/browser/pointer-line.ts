import type { Plugin } from 'chart.js';

/** A line through what the pointer is at. */
export function pointerLine(colour: string): Plugin<'line'> {
  return {
    id: 'pointer-line',
    beforeDatasetsDraw: chart => {
      const [active] = chart.getActiveElements();
      if (active === undefined) {
        return;
      }
      const { ctx: context, chartArea: { top, bottom } } = chart;
      context.save();
      context.strokeStyle = colour;
      context.beginPath();
      context.moveTo(active.element.x, top);
      context.lineTo(active.element.x, bottom);
      context.stroke();
      context.restore();
    },
  };
}
