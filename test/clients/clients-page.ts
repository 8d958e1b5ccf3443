import type { Client } from './client';
import { CLIENTS } from './clients';
import type { DoorName } from './door-under-test';
import { titleOf } from './installation';
import type { Matrix } from './matrix';
import { SITUATION_IDS, SITUATIONS, type SituationId } from './situations';

/** The generated parts of `docs/clients.md`, by their names on the page. */
export function partsOfPage(outcomes: Matrix): Readonly<Record<string, string>> {
  const recorded = CLIENTS.filter(({ id }) => id in outcomes);
  const notes = numberedNotes();
  const cell = (client: Client, situation: SituationId, door: DoorName) =>
    [outcomes[client.id][door][situation].result, ...marks(client, situation, door, notes)].join(' ');
  const outcomeTable = (door: DoorName) => table(
    ['client', ...SITUATION_IDS.map(id => SITUATIONS[id].title)],
    recorded.map(client => [titleOf(client), ...SITUATION_IDS.map(situation => cell(client, situation, door))]),
  );

  return {
    'before a REST API': outcomeTable('REST API'),
    'before an HTTP API': outcomeTable('HTTP API'),
    'notes': [...notes].map(([text, number]) => `${number}. ${text}`).join('\n'),
    'settings': table(['client', 'points here with'], CLIENTS.map(client => [titleOf(client), code(client.setting)])),
    'what clients say': table(
      ['client', ...TOLD_OF.map(id => SITUATIONS[id].title)],
      recorded.map(client => [titleOf(client), ...TOLD_OF.map(situation => said(outcomes[client.id]['REST API'][situation].says))])
        .filter(([, ...texts]) => texts.some(text => text !== '')),
    ),
  };
}

/** Situations in which clients give events up. */
const TOLD_OF: readonly SituationId[] = ['largeEvent', 'unknownKey'];

/** Every text once, with its number. */
function numberedNotes(): ReadonlyMap<string, number> {
  const texts = new Set(CLIENTS.flatMap(({ notes = [] }) => notes.map(({ text }) => text)));
  return new Map([...texts].map((text, index) => [text, index + 1]));
}

function marks(client: Client, situation: SituationId, door: DoorName, numbers: ReadonlyMap<string, number>): string[] {
  const told = (client.notes ?? []).filter(note => note.situations.includes(situation) && (note.door ?? door) === door);
  return told.map(({ text }) => `(${numbers.get(text)})`);
}

function said(text: string | undefined): string {
  return text === undefined ? '' : code(text);
}

function code(text: string): string {
  return text.includes('`') ? `\`\` ${text} \`\`` : `\`${text}\``;
}

function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]) => `| ${cells.map(cell => cell.replaceAll('|', '\\|')).join(' | ')} |`;
  return [line(head), line(head.map(() => '---')), ...rows.map(line)].join('\n');
}
