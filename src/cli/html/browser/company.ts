import type { Chart, Plugin } from 'chart.js';

/** Charts by the name of their company. */
const companies = new Map<string, Set<Chart>>();

/** Shows in every chart of a company what stands where the pointer is in one of them. */
export function inCompany(name: string): Plugin {
  const members = companies.get(name) ?? new Set<Chart>();
  companies.set(name, members);
  return {
    id: 'company',
    afterInit: chart => { members.add(chart); },
    afterDestroy: chart => { members.delete(chart); },
    afterEvent: (chart, { event }) => {
      const index = event.type === 'mouseout' ? undefined : chart.getActiveElements()[0]?.index;
      members.forEach(other => other !== chart && point(other, index));
    },
  };
}

function point(chart: Chart, index: number | undefined): void {
  const elements = index === undefined ? [] : chart.data.datasets.map((_, datasetIndex) => ({ datasetIndex, index }));
  const known = chart.getActiveElements();
  if (known[0]?.index !== elements[0]?.index) {
    chart.setActiveElements(elements);
    chart.tooltip?.setActiveElements(elements, { x: 0, y: 0 });
    chart.update('none');
  }
}
