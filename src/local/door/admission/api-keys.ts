import type { SynthesizedApiKey } from '../../template/api-keys';
import { Refusal } from '../refusal';
import { TokenBucket } from '../token-bucket';

interface MeteredKey {
  readonly key: SynthesizedApiKey;
  readonly bucket?: TokenBucket;
  period: string;
  taken: number;
}

/** The API keys of a stage, each with its rate and its quota. */
export class ApiKeys {
  private readonly byValue: ReadonlyMap<string, MeteredKey>;

  constructor(keys: readonly SynthesizedApiKey[], private readonly now: () => Date = () => new Date()) {
    this.byValue = new Map(keys.map(key => [key.value, { key, bucket: key.throttle && new TokenBucket(key.throttle), period: '', taken: 0 }]));
  }

  /** Counts a request for its key and returns the key's id, or refuses the request. */
  public take(value: string | undefined): string {
    const metered = this.byValue.get(value ?? '');
    if (!metered) {
      throw new Refusal('INVALID_API_KEY');
    }
    if (metered.bucket?.take() === false) {
      throw new Refusal('THROTTLED');
    }
    this.count(metered);
    return metered.key.id;
  }

  private count(metered: MeteredKey): void {
    const { quota } = metered.key;
    if (!quota) {
      return;
    }
    const period = periodOf(this.now(), quota.period);
    if (metered.period !== period) {
      metered.period = period;
      metered.taken = 0;
    }
    if (metered.taken >= quota.limit) {
      throw new Refusal('QUOTA_EXCEEDED');
    }
    metered.taken += 1;
  }
}

/** Periods begin at midnight UTC: a week's on Sunday, a month's on its first day. */
function periodOf(time: Date, period: string): string {
  const day = time.toISOString().slice(0, 10);
  switch (period) {
    case 'DAY': return day;
    case 'WEEK': return new Date(Date.parse(day) - time.getUTCDay() * 86_400_000).toISOString().slice(0, 10);
    default: return day.slice(0, 7);
  }
}
