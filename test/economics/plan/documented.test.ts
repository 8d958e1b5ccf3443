import { errorOf, sample, sharedCpu, theory, type Comparison } from './calibration';
import { GUESSES } from '../../../src/economics/plan/guesses';
import { generatedPart } from '../../fixtures/generated-part';

function table(comparisons: readonly Comparison[]): string {
  const figure = (value: number) => Number(value.toPrecision(3)).toLocaleString('en-US');
  return ['| | known | simulated | error |', '| --- | ---: | ---: | ---: |', ...comparisons.map(it =>
    `| ${it.figure} | ${figure(it.known)} | ${figure(it.simulated)} | ${(100 * errorOf(it)).toFixed(1)} % |`)].join('\n');
}

test('the page tells how far the plan is from queueing theory', () => {
  const current = table([...theory(), ...sharedCpu()]);

  expect(generatedPart('plan.md', 'theory', current)).toBe(current);
});

test('the page tells how far the plan is from what AWS measured', () => {
  const figure = (value: number) => Number(value.toPrecision(3)).toLocaleString('en-US');
  const cells = (known: number, simulated: number) => `${figure(simulated)} | ${(100 * errorOf({ known, simulated })).toFixed(0)} %`;
  const current = [
    '| | known | one burst | error | scheduled | error | no test, for |',
    '| --- | ---: | ---: | ---: | ---: | ---: | --- |',
    ...sample().figures.map(({ figure: name, known, burst, scheduled, given = '' }) =>
      `| ${name} | ${figure(known)} | ${cells(known, burst)} | ${cells(known, scheduled)} | ${given} |`),
  ].join('\n');

  expect(generatedPart('plan.md', 'sample', current)).toBe(current);
});

test('the page names everything that is guessed, with its value', () => {
  const rows = Object.entries(GUESSES).map(([name, { value, reason }]) => `| \`${name}\` | ${value} | ${reason} |`);
  const current = ['| name | value | what it is |', '| --- | ---: | --- |', ...rows].join('\n');

  expect(generatedPart('plan.md', 'guesses', current)).toBe(current);
});
