/** Encodes a value of a form as Java's `URLEncoder` does, which API Gateway runs on. */
export function urlEncode(text: string): string {
  return encodeURIComponent(text).replace(/%20|[!'()~]/g, found => found === '%20' ? '+' : `%${found.charCodeAt(0).toString(16).toUpperCase()}`);
}

/** Undoes {@link urlEncode}. */
export function urlDecode(text: string): string {
  return decodeURIComponent(text.replaceAll('+', ' '));
}
