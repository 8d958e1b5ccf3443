/** What came of one statement about one language. */
export interface Outcome {
  readonly language: string;
  readonly statement: string;
  readonly verdict: 'passed' | 'failed' | 'skipped';
  /** Why it failed or was skipped; a remark if it passed. */
  readonly detail?: string;
  readonly seconds?: number;
}

const SIGNS = { passed: '✓', failed: '✗', skipped: '–' };

/** One line for a log; what a failed command printed follows it. */
export function describeOutcome({ language, statement, verdict, detail, seconds }: Outcome): string {
  const time = seconds === undefined ? '' : ` (${Math.round(seconds)} s)`;
  const why = detail === undefined ? '' : `${verdict === 'passed' ? ', ' : `, ${verdict}: `}${detail.replaceAll('\n', '\n    ')}`;
  return `${SIGNS[verdict]} ${language} ${statement}${why}${time}`;
}

/** The line that a run ends with. */
export function countOutcomes(outcomes: readonly Outcome[]): string {
  const count = (verdict: Outcome['verdict']) => outcomes.filter(outcome => outcome.verdict === verdict).length;
  return `${count('passed')} passed, ${count('failed')} failed, ${count('skipped')} skipped`;
}
