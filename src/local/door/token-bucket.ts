import type { Throttle } from '../template/throttle';

/**
 * Lets through a burst of requests, and then a rate of them.
 *
 * @see https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-request-throttling.html
 */
export class TokenBucket {
  private tokens: number;
  private filledAt: number;

  constructor(private readonly throttle: Throttle, private readonly now: () => number = () => performance.now()) {
    this.tokens = throttle.burst;
    this.filledAt = now();
  }

  /** Takes a token, if there is one. */
  public take(): boolean {
    const now = this.now();
    this.tokens = Math.min(this.throttle.burst, this.tokens + (now - this.filledAt) / 1000 * this.throttle.ratePerSecond);
    this.filledAt = now;
    if (this.tokens < 1) {
      return false;
    }
    this.tokens -= 1;
    return true;
  }
}
