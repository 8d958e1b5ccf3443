import { CONFORMANCE } from './conformance';
import { Subject } from './conformance/subject';
import { ElasticMq, whyNoElasticMq } from './elasticmq';
import { LocalQueues } from '../../../src/local/queue/local-queues';

const missing = whyNoElasticMq();

const IMPLEMENTATIONS = [
  { implementation: 'our queues', make: () => new LocalQueues([]), differs: false },
  ...missing === undefined ? [{ implementation: 'ElasticMQ', make: () => new ElasticMq(), differs: true }] : [],
];

describe.each(IMPLEMENTATIONS)('$implementation: a standard queue', ({ make, differs }) => {
  const service = make();
  let subject: Subject;

  beforeAll(async () => {
    subject = new Subject(await service.start());
  });

  afterAll(async () => {
    subject.close();
    await service.stop();
  });

  describe.each(Object.entries(CONFORMANCE))('%s', (_topic, behaviours) => {
    for (const { does, elasticMqInstead, check } of behaviours) {
      // What AWS does is required; a difference of ElasticMQ's must stay one, or the mark must go.
      if (differs && elasticMqInstead !== undefined) {
        test.concurrent.failing(`${does}, where ElasticMQ ${elasticMqInstead}`, async () => check(subject));
      } else {
        test.concurrent(does, async () => check(subject));
      }
    }
  });
});

if (missing !== undefined) {
  test.skip(`our queues are not held to ElasticMQ: ${missing}`, () => undefined);
}
