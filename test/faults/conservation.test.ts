import { runScenario } from './conservation';
import { findings } from './report';
import { SHORT } from './scenarios';

process.env.CDK_VALIDATION ??= 'false';

test('every accepted event is landed, quarantined or dead-lettered, whatever fails on the way', async () => {
  const result = await runScenario(SHORT);

  expect(findings(result, SHORT)).toEqual([]);
  expect(result.log.faults.length).toBeGreaterThanOrEqual(20);
}, 120_000);
