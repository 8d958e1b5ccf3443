import { TelemetryPipeline } from '../../src';
import { stackForTest, templateOf } from '../fixtures/synthesized';

/** Names of assets and of the API's deployment change with every byte of the handler or of a template. */
function maskHashes(template: object): object {
  const text = JSON.stringify(template)
    .replace(/[0-9a-f]{64}/g, 'ASSET')
    .replace(/(Deployment[0-9A-F]{8})[0-9a-f]{32}/g, '$1HASH');
  return JSON.parse(text);
}

test('the default template is the one that was reviewed', () => {
  const stack = stackForTest();

  new TelemetryPipeline(stack, 'Telemetry');

  expect(maskHashes(templateOf(stack).toJSON())).toMatchSnapshot();
});
