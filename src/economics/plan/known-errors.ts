/**
 * How far plans were off where something is known, in percent: a test holds these to the calibration.
 *
 * The throttles, the environments and what else of AWS's load test was not given beforehand stand in `docs/plan.md`.
 */
export const KNOWN_ERRORS = { queueingTheory: 4, environments: 20, throttles: 11 } as const;

/** The same in a sentence. */
export const KNOWN_ERRORS_TEXT = `Plans were up to ${KNOWN_ERRORS.queueingTheory} % off queueing theory, and off AWS's own load test up to `
  + `${KNOWN_ERRORS.environments} % in environments and ${KNOWN_ERRORS.throttles} % in throttles; docs/plan.md has all of it.`;
