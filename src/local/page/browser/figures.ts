const WHOLE = new Intl.NumberFormat('en-GB', { maximumFractionDigits: 0 });
const CLOCK = new Intl.DateTimeFormat('en-GB', { timeStyle: 'medium' });

export function count(value: number): string {
  return WHOLE.format(value);
}

export function counted(value: number, one: string, many: string): string {
  return `${count(value)} ${value === 1 ? one : many}`;
}

/** A length of time as people say it: 800 ms, 12 s, 6 min 10 s. */
export function duration(seconds: number): string {
  if (seconds < 1) {
    return `${Math.round(seconds * 1000)} ms`;
  }
  const whole = Math.round(seconds);
  return whole < 60 ? `${whole} s` : `${Math.floor(whole / 60)} min ${whole % 60} s`;
}

export function bytes(value: number): string {
  return value < 1_000_000 ? `${(value / 1_000).toFixed(value < 100_000 ? 1 : 0)} kB` : `${(value / 1_000_000).toFixed(1)} MB`;
}

export function timeOfDay(at: number): string {
  return CLOCK.format(at);
}
