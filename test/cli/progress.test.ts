import { StoredQuarantine } from './stored-quarantine';

const OBJECTS = 6;

let stored: StoredQuarantine;

beforeEach(async () => {
  stored = new StoredQuarantine();
  await stored.start();
  for (let object = 1; object <= OBJECTS; object += 1) {
    stored.put(`object-${object}`, 40, new Date());
  }
});
afterEach(async () => stored.stop());

/** An archive as slow as a large one. */
function slowDown(): void {
  stored.disturb = async (request, forward) => {
    await new Promise(resolve => setTimeout(resolve, 300));
    return forward(request);
  };
}

test.each(['list', 'replay'])('%s tells how much it has read when that takes more than a second', async action => {
  slowDown();

  const { stderr } = await stored.run(action, '--reason', 'wrong_shape'); // no row is meant

  expect(stderr).toMatch(/^\d objects and \d+ rows read\n$/);
});

test('what is done within a second says nothing of how far it is', async () => {
  expect(await stored.run('list')).toMatchObject({ stderr: '' });
  expect(await stored.run('replay', '--json')).toMatchObject({ stderr: '' });
});
