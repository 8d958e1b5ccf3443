/** A figure that AWS does not publish. */
export interface Guess {
  readonly value: number;
  /** Least value that makes sense; 0 when absent. */
  readonly least?: number;
  /** What it is, and where the value comes from. */
  readonly reason: string;
}

/** Everything that the plan assumes without a source; each can be set. */
export const GUESSES = {
  signalSeconds: { value: 120, reason: 'how long CPU or concurrency must be high before managed instances scale; with launchSeconds it makes five minutes' },
  launchSeconds: { value: 180, reason: 'from that decision to an environment that takes batches: an instance, then the function\'s init' },
  saturation: { value: 0.7, least: 0.01, reason: 'share of an environment\'s concurrency that counts as saturated' },
  scaleInSeconds: { value: 900, reason: 'how long less must be enough before environments go; documented as slow only' },
  instanceVCpus: { value: 0, reason: 'vCPUs of an instance; 0 takes the cheapest instances that hold the environments, as the cost does' },
  pollerStepSeconds: { value: 4, least: 0.1, reason: 'how often a mapping changes the number of its pollers' },
  backOff: { value: 0.1, reason: 'share of such a step that a mapping gives up while batches are throttled; documented as gradual only' },
  retrySeconds: { value: 1, least: 0.1, reason: 'first wait of a batch that was throttled; it doubles with each' },
  longestRetrySeconds: { value: 10, least: 0.1, reason: 'longest such wait; fits 150 throttles a minute of AWS\'s sample' },
  coldStartSeconds: { value: 0.5, reason: 'ordinary Lambda: a new environment with this library\'s bundle' },
  idleSeconds: { value: 300, reason: 'ordinary Lambda: how long an environment without work is kept' },
  serviceSpread: { value: 0, reason: 'how much runs of a function differ: 0 all alike, 1 exponential' },
  lateSeconds: { value: 300, reason: 'age of the oldest message that counts as late; yours to say' },
} as const satisfies Record<string, Guess>;

/** Name of a guess. */
export type GuessName = keyof typeof GUESSES;

/** Value of each guess. */
export type Guesses = Readonly<Record<GuessName, number>>;

/** The values that are taken, those that are given before the library's. */
export function settleGuesses(given: Partial<Guesses> = {}): Guesses {
  const names = Object.keys(GUESSES) as GuessName[];
  return Object.fromEntries(names.map(name => [name, given[name] ?? GUESSES[name].value])) as Guesses;
}

/** Reads `name=value`. */
export function readGuess(text: string): Partial<Guesses> {
  const [name, value, ...rest] = text.split('=');
  if (!Object.hasOwn(GUESSES, name) || rest.length > 0) {
    throw new Error(`a guess must be one of ${Object.keys(GUESSES).join(', ')} with its value, such as launchSeconds=240, got '${text}'`);
  }
  const { least = 0 }: Guess = GUESSES[name as GuessName];
  if (value === undefined || value.trim() === '' || !Number.isFinite(Number(value)) || Number(value) < least) {
    throw new Error(`${name} must be a number of at least ${least}, got '${value ?? ''}'`);
  }
  return { [name]: Number(value) };
}
