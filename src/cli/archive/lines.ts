const LINE_FEED = 10;

/** Lines of a stream of bytes; only a line feed ends one, since JSON text may hold other breaks. */
export async function* linesOf(stream: AsyncIterable<Uint8Array>): AsyncGenerator<string> {
  let rest: Buffer[] = [];
  for await (const chunk of stream) {
    let start = 0;
    for (let end = chunk.indexOf(LINE_FEED); end >= 0; end = chunk.indexOf(LINE_FEED, start)) {
      yield Buffer.concat([...rest, chunk.subarray(start, end)]).toString();
      rest = [];
      start = end + 1;
    }
    rest.push(Buffer.from(chunk.subarray(start)));
  }
  const last = Buffer.concat(rest).toString();
  if (last !== '') {
    yield last;
  }
}
