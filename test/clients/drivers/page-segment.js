/** A page with Segment's client, bundled into it as `AnalyticsBrowser`. */
async ({ events, properties, url, writeKey }) => {
  const { host, pathname, protocol } = new URL(`${url}/v1`);
  const [analytics] = await AnalyticsBrowser.load(
    { writeKey, cdnSettings: { integrations: { 'Segment.io': { apiKey: writeKey } }, metrics: { sampleRate: 0 } } },
    { integrations: { 'Segment.io': { apiHost: host + pathname, protocol: protocol.replace(':', '') } } },
  );
  const refusals = [];
  analytics.on('error', ({ reason, code }) => refusals.push(String(reason?.message ?? reason ?? code)));
  for (const event of events) {
    analytics.track(event, properties).then(context => {
      const failure = context.failedDelivery()?.reason;
      refusals.push(...failure ? [String(failure.message ?? failure)] : []);
    });
  }

  const stored = () => performance.getEntriesByType('resource').filter(({ name, responseStatus }) => name.startsWith(url) && responseStatus === 200).length;
  for (const end = Date.now() + 15_000; Date.now() < end && stored() < events.length && (refusals.length < events.length);) {
    await new Promise(resolve => setTimeout(resolve, 100));
  }
  return refusals;
}
