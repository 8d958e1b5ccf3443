import { createHash, createHmac } from 'node:crypto';
import { anonymizedIp } from './anonymized-ip';
import { FieldPaths } from './field-paths';
import { JsonRedaction } from './json-redaction';
import type { PrivacySettings } from '../../../wire/privacy-settings';

/** Keeps personal data out of rows; made once, and of what it does not concern it gives back the same text. */
export class Privacy {
  private readonly fields = new FieldPaths();
  /** The last name of each path, as it stands in JSON. */
  private readonly names: readonly string[];

  constructor(private readonly settings: PrivacySettings) {
    for (const [paths, action] of [[settings.hashFields, 'hash'], [settings.dropFields, 'drop']] as const) {
      paths.forEach(path => this.fields.add(path.split('.'), action));
    }
    if (settings.ip !== 'keep') {
      this.fields.add(['context', 'ip'], settings.ip);
    }
    const paths = [...settings.hashFields, ...settings.dropFields, ...settings.ip === 'keep' ? [] : ['context.ip']];
    this.names = paths.map(path => JSON.stringify(path.split('.').filter(name => name !== '*').pop()));
  }

  /** Whether nothing is to be done at all. */
  public get isEmpty(): boolean {
    return this.fields.isEmpty && this.settings.quarantineRaw;
  }

  /** An address as it is stored. */
  public protectIp(ip: string | null): string | null {
    switch (this.settings.ip) {
      case 'keep':
        return ip;
      case 'anonymize':
        return ip === null ? null : anonymizedIp(ip);
      case 'drop':
        return null;
    }
  }

  /** The user agent that the door saw, as it is stored: as the one in the context is. */
  public protectUserAgent(userAgent: string | null): string | null {
    const actions = this.fields.under('context')
      .flatMap(context => context.action ?? context.under('userAgent').map(({ action }) => action));
    if (userAgent === null || actions.includes('drop')) {
      return null;
    }
    return actions.includes('hash') ? this.hash(userAgent) : userAgent;
  }

  /**
   * Whether a request may hold what has to be hidden: it has a name that a path ends in, or one that is written with escapes
   * that need not be (`/` is all that has two of them).
   */
  public mayConcern(text: Buffer): boolean {
    return text.includes('\\u') || text.includes('\\/') || this.names.some(name => text.includes(name));
  }

  /** An event as it is stored, given and taken as JSON text. */
  public protectEvent(jsonText: string): string {
    return this.fields.isEmpty ? jsonText : new JsonRedaction(jsonText, text => this.hash(text)).value([this.fields]) ?? 'null';
  }

  /** A place in an event, given as names from the event down, without the names that clients made up below a hidden field. */
  public protectPlace(place: readonly string[]): readonly string[] {
    return this.fields.isEmpty ? place : this.fields.tellable(place);
  }

  /** What was sent, as quarantine holds it. */
  public protectRaw(raw: string): string | null {
    return this.settings.quarantineRaw ? raw : null;
  }

  private hash(text: string): string {
    const { hashKey } = this.settings;
    return (hashKey === undefined ? createHash('sha256') : createHmac('sha256', hashKey)).update(text).digest('hex');
  }
}
