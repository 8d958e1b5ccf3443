import type { StackResource } from './stack-template';

/** How many requests an API takes. */
export interface Throttle {
  readonly ratePerSecond: number;
  /** Most requests at once, after a pause. */
  readonly burst: number;
}

interface MethodSetting {
  readonly HttpMethod: string;
  readonly ResourcePath: string;
  readonly ThrottlingRateLimit?: number;
  readonly ThrottlingBurstLimit?: number;
}

/** Settings of one method in a REST API's stage; its own go before those of all methods. */
export function restThrottle(stage: StackResource, httpMethod: string, path: string): Throttle | undefined {
  const settings = stage.list<MethodSetting>('MethodSettings').filter(({ HttpMethod, ResourcePath }) =>
    [httpMethod, '*'].includes(HttpMethod) && [`/${path.replaceAll('/', '~1')}`, path, '/*'].includes(ResourcePath));
  const own = settings.find(({ ResourcePath, HttpMethod }) => ResourcePath !== '/*' || HttpMethod !== '*') ?? settings[0];
  return throttle(own?.ThrottlingRateLimit, own?.ThrottlingBurstLimit);
}

/** Settings of one route in an HTTP API's stage; its own go before the default. */
export function httpThrottle(stage: StackResource, routeKey: string): Throttle | undefined {
  const ofRoutes = (stage.value('RouteSettings') ?? {}) as Record<string, MethodSetting>;
  const own = ofRoutes[routeKey] ?? stage.value('DefaultRouteSettings') as MethodSetting | undefined;
  return throttle(own?.ThrottlingRateLimit, own?.ThrottlingBurstLimit);
}

/** A throttle needs both of its numbers. */
export function throttle(rate: number | undefined, burst: number | undefined): Throttle | undefined {
  return rate === undefined || burst === undefined ? undefined : { ratePerSecond: Number(rate), burst: Number(burst) };
}
