import { readFileSync } from 'node:fs';
import { daily, quietAndBusy, recorded, spike, steady, type TrafficShape } from '../../economics/plan/traffic-shape';
import { settleTraffic } from '../../economics/traffic';
import { readNumber } from '../command-options';
import { UsageError } from '../usage-error';

/** Options that tell a day of traffic. */
export const SHAPE_OPTIONS = {
  'events-per-second': { type: 'string' },
  'shape': { type: 'string' },
  'peak': { type: 'string' },
  'peak-hours': { type: 'string' },
  'spike-minutes': { type: 'string' },
  'traffic': { type: 'string' },
} as const;

/** How they are used. */
export const SHAPE_USAGE = `  --events-per-second N    events in a second, in the quiet hours
  --shape SHAPE            steady, daily, busy-hours or spike       (daily)
  --peak N                 times as many at noon                    (1)
  --peak-hours N           busy-hours: how many around noon         (1)
  --spike-minutes N        spike: how long from noon                (15)
  --traffic FILE           lines of time,events per second instead
`;

type ShapeValues = { readonly [Name in keyof typeof SHAPE_OPTIONS]?: string };

/** Options that each shape takes besides the rate. */
const TAKES: Readonly<Record<string, readonly (keyof ShapeValues)[]>> = {
  'steady': [],
  'daily': ['peak'],
  'busy-hours': ['peak', 'peak-hours'],
  'spike': ['peak', 'spike-minutes'],
};

/** Reads a day of traffic, and refuses an option that would do nothing. */
export function readShape(values: ShapeValues, usage: string): TrafficShape {
  const { traffic: file, shape = 'daily' } = values;
  if (file !== undefined) {
    refuse(values, Object.keys(SHAPE_OPTIONS).filter(name => name !== 'traffic'), '--traffic', usage);
    return recorded(read(file), file);
  }
  if (!Object.hasOwn(TAKES, shape)) {
    throw new UsageError(`--shape must be ${Object.keys(TAKES).join(', ')}, got '${shape}'`, usage);
  }
  const number = (name: keyof ShapeValues, least?: number, most?: number) => readNumber(name, values[name], usage, least, most);
  const eventsPerSecond = number('events-per-second');
  if (eventsPerSecond === undefined) {
    throw new UsageError('--events-per-second or --traffic must be given, got neither', usage);
  }
  refuse(values, ['peak', 'peak-hours', 'spike-minutes'].filter(name => !TAKES[shape].includes(name as keyof ShapeValues)), `--shape ${shape}`, usage);
  const peakFactor = number('peak', 1) ?? 1;
  switch (shape) {
    case 'steady': return steady(eventsPerSecond);
    case 'daily': return daily(eventsPerSecond, peakFactor);
    case 'busy-hours': return quietAndBusy(settleTraffic({ eventsPerSecond, peakFactor, peakHoursPerDay: number('peak-hours', 0, 24) }));
    default: return spike(eventsPerSecond, peakFactor, number('spike-minutes') ?? 15);
  }
}

function refuse(values: ShapeValues, names: readonly string[], beside: string, usage: string): void {
  const given = names.filter(name => values[name as keyof ShapeValues] !== undefined).map(name => `--${name}`);
  if (given.length > 0) {
    throw new UsageError(`${given.join(', ')} must not stand beside ${beside}, where it means nothing`, usage);
  }
}

function read(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch (error) {
    throw new Error(`--traffic must be a file that can be read, got '${file}' (${(error as NodeJS.ErrnoException).code})`);
  }
}
