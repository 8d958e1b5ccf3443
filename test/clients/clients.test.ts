import { CLIENTS } from './clients';
import { partsOfPage } from './clients-page';
import { installClients, titleOf } from './installation';
import { LONGEST_MATRIX_MS, runMatrix, type ClientOutcomes, type Matrix } from './matrix';
import { recordedOutcomes } from './record';
import { unexplained } from './unexplained';
import { generatedPart } from '../fixtures/generated-part';

process.env.CDK_VALIDATION ??= 'false';

const { missing } = installClients();
let outcomes: Matrix;
let recorded: Matrix;

beforeAll(async () => {
  outcomes = await runMatrix(CLIENTS.filter(({ runtime }) => missing[runtime] === undefined));
  recorded = recordedOutcomes(outcomes);
}, LONGEST_MATRIX_MS);

describe('a client does what the page says', () => {
  for (const client of CLIENTS) {
    const reason = missing[client.runtime];
    if (reason === undefined) {
      test(titleOf(client), () => expect(results(outcomes[client.id])).toEqual(results(recorded[client.id])));
    } else {
      test.skip(`${titleOf(client)}: ${reason}`, () => {});
    }
  }
});

test('nothing that was accepted is lost, and whatever does not arrive once has its reason on the page', () => {
  expect(unexplained(outcomes)).toEqual([]);
});

test('the page shows what was recorded', () => {
  for (const [name, part] of Object.entries(partsOfPage(recorded))) {
    expect(generatedPart('clients.md', name, part)).toBe(part);
  }
});

/** Outcomes without the clients' own words, some of which differ from run to run. */
function results(ofClient: ClientOutcomes): unknown {
  return JSON.parse(JSON.stringify(ofClient, (key, value: unknown) => key === 'says' ? undefined : value));
}
