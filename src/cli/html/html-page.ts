import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Chart } from './chart';
import { html, Markup } from './markup';
import type { Table } from '../../economics/cost-report';
import { shippedFolder } from '../../local/shipped-folder';

/** A figure that is seen first. */
export interface PageCard {
  readonly name: string;
  readonly figure: string;
  readonly remark?: string;
}

/** A table, folded away unless it is open. */
export interface PageTable {
  readonly title: string;
  readonly rows: Table;
  readonly isOpen?: boolean;
  /** Whether its columns are texts, not numbers. */
  readonly isOfWords?: boolean;
}

/** A part of a page with a subject of its own. */
export interface PageSection {
  readonly title: string;
  readonly texts?: readonly string[];
  readonly bullets?: readonly string[];
  readonly charts?: readonly Chart[];
  /** Whether its charts are small, two beside each other. */
  readonly areChartsSmall?: boolean;
  readonly tables?: readonly PageTable[];
}

/** Everything that stands on a page. */
export interface PageContent {
  readonly title: string;
  readonly lead: readonly string[];
  readonly cards: readonly PageCard[];
  readonly sections: readonly PageSection[];
}

/** Writes one file that needs no other: with its styles, its figures, and what draws them. Without scripts, its texts and tables stay. */
export function htmlPage({ title, lead, cards, sections }: PageContent): string {
  const folder = shippedFolder('html-page');
  const [script, style] = ['charts.js', 'page.css'].map(file => readFileSync(join(folder, file), 'utf8').trim());
  const figures = JSON.stringify(sections.flatMap(({ charts = [] }) => charts)).replaceAll('<', '\\u003c'); // no text in it can end the script
  return html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; script-src '${digest(script)}'; style-src '${digest(style)}'">
<title>${title}</title>
<style>${new Markup(style)}</style>
</head>
<body>
<header><h1>${title}</h1>${lead.map(text => html`<p>${text}</p>`)}</header>
<main>
<dl class="cards">${cards.map(card)}</dl>
${sections.map(section)}
</main>
<noscript>The charts need JavaScript; the tables have the same figures.</noscript>
<script type="application/json" id="figures">${new Markup(figures)}</script>
<script>${new Markup(script)}</script>
</body>
</html>
`.text;
}

function card({ name, figure: value, remark = '' }: PageCard): Markup {
  return html`<div><dt>${name}</dt><dd>${value} <small>${remark}</small></dd></div>`;
}

function section({ title, texts = [], bullets = [], charts = [], areChartsSmall = false, tables = [] }: PageSection): Markup {
  return html`<section><h2>${title}</h2>
${texts.map(text => html`<p>${text}</p>`)}
${bullets.length > 0 ? html`<ul>${bullets.map(text => html`<li>${text}</li>`)}</ul>` : ''}
${charts.length > 0 ? html`<div class="charts${areChartsSmall ? ' side' : ''}">${charts.map(figure)}</div>` : ''}
${tables.map(foldable)}
</section>
`;
}

function foldable({ isOpen = false, title, ...table }: PageTable): Markup {
  return isOpen ? html`<div><h3>${title}</h3>${grid(table)}</div>` : html`<details><summary>${title}</summary>${grid(table)}</details>`;
}

/** From so many bars on a chart is tall. */
const TALL = 16;

function figure(chart: Chart): Markup {
  const { title, series } = chart;
  const names = series.map(({ name }) => name).join(', ');
  const size = chart.kind === 'bars' && chart.categories.length * series.length >= TALL ? ' tall' : '';
  return html`<figure><figcaption><h3>${title}</h3></figcaption><div class="canvas${size}"><canvas role="img" aria-label="${title}: ${names}"></canvas></div></figure>`;
}

function grid({ rows: [head, ...rows], isOfWords = false }: Omit<PageTable, 'title'>): Markup {
  return html`<div class="table"><table class="${isOfWords ? 'words' : 'numbers'}">
<thead><tr>${head.map(cell => html`<th scope="col">${cell.trim()}</th>`)}</tr></thead>
<tbody>${rows.map(row)}</tbody>
</table></div>`;
}

function row([name, ...cells]: readonly string[]): Markup {
  const kind = name === 'total' ? html` class="total"` : '';
  return html`<tr${kind}><th scope="row">${name.trim()}</th>${cells.map(cell => html`<td>${cell.trim()}</td>`)}</tr>
`;
}

function digest(text: string): string {
  return `sha256-${createHash('sha256').update(text).digest('base64')}`;
}
