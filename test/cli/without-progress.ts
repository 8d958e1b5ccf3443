/** What a command says on stderr besides how far it is, which it tells whenever it takes more than a second. */
export function withoutProgress(stderr: string): string {
  return stderr.replace(/^((asking|reading|simulating|comparing|drawing|looked up) .*|[\d,]+ objects and [\d,]+ rows read|[\d,]+ of [\d,]+ [a-z ]+)\n/gm, '');
}
