import type { InvokableFunction } from './asked-function';

/** What every authorizer of a template has. */
interface AuthorizerSettings {
  readonly id: string;
  readonly functionName: string;
}

/** Finds the authorizer of a route; routes share it, and so what it was told. There is none where its function does not run here. */
export function sharedAuthorizers<Settings extends AuthorizerSettings, Authorizer>(
  functions: ReadonlyMap<string, InvokableFunction>, create: (settings: Settings, fn: InvokableFunction) => Authorizer,
): (settings: Settings | undefined) => Authorizer | undefined {
  const created = new Map<string, Authorizer>();
  return settings => {
    const fn = settings && functions.get(settings.functionName);
    if (!fn) {
      return undefined;
    }
    const authorizer = created.get(settings.id) ?? create(settings, fn);
    created.set(settings.id, authorizer);
    return authorizer;
  };
}
