import { createHash, createHmac } from 'node:crypto';
import { anonymizedIp } from './anonymized-ip';
import { FieldPaths } from './field-paths';
import { JsonRedaction } from './json-redaction';
import type { IdField, JsonField, PrivacySettings } from '../../../wire/privacy-settings';

/** Keeps personal data out of rows; made once, and of what it does not concern it gives back the same text. */
export class Privacy {
  private readonly fields = new FieldPaths();

  constructor(private readonly settings: PrivacySettings) {
    for (const [paths, action] of [[settings.hashFields, 'hash'], [settings.dropFields, 'drop']] as const) {
      paths.forEach(path => this.fields.add(path.split('.'), action));
    }
    if (settings.ip !== 'keep') {
      this.fields.add(['context', 'ip'], settings.ip);
    }
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

  /** An id, or the user agent out of the context, as it is stored. */
  public protectId(field: IdField | 'userAgent', value: string | null): string | null {
    const paths = field === 'userAgent' ? this.userAgent() : this.fields.under(field);
    if (value === null || paths.every(({ action }) => action === undefined)) {
      return value;
    }
    return paths.some(({ action }) => action === 'drop') ? null : this.hash(value);
  }

  /** A field as it is stored, given and taken as JSON text; null when it is left out. */
  public protectText(field: JsonField, jsonText: string | null): string | null {
    const paths = field === 'extra' ? [this.fields] : this.fields.under(field);
    if (jsonText === null || paths.length === 0) {
      return jsonText;
    }
    return new JsonRedaction(jsonText, text => this.hash(text)).value(paths) ?? null;
  }

  /** What was sent, as quarantine holds it. */
  public protectRaw(raw: string): string | null {
    return this.settings.quarantineRaw ? raw : null;
  }

  private userAgent(): FieldPaths[] {
    return this.fields.under('context').flatMap(context => context.action === undefined ? context.under('userAgent') : [context]);
  }

  private hash(text: string): string {
    const { hashKey } = this.settings;
    return (hashKey === undefined ? createHash('sha256') : createHmac('sha256', hashKey)).update(text).digest('hex');
  }
}
