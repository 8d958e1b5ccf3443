import { StoredQuarantine } from './stored-quarantine';
import { Progress } from '../../src/cli/terminal/progress';

const OBJECTS = 6;

describe('a command on a slow archive', () => {
  let stored: StoredQuarantine;

  beforeEach(async () => {
    stored = new StoredQuarantine();
    await stored.start();
    for (let object = 1; object <= OBJECTS; object += 1) {
      stored.put(`object-${object}`, 40, new Date());
    }
    stored.disturb = async (request, forward) => {
      await new Promise(resolve => setTimeout(resolve, 300));
      return forward(request);
    };
  });
  afterEach(async () => stored.stop());

  test.each(['list', 'replay'])('%s tells how much it has read when that takes more than a second', async action => {
    const { stderr } = await stored.run(action, '--reason', 'wrong_shape'); // no row is meant

    expect(stderr).toMatch(/^(\d objects and \d+ rows read\n)+$/);
  });
});

describe('how far work is', () => {
  let progress: Progress;
  let told: jest.SpyInstance;

  beforeEach(() => {
    jest.useFakeTimers();
    told = jest.spyOn(process.stderr, 'write').mockReturnValue(true);
    progress = new Progress();
  });
  afterEach(() => {
    progress.stop();
    told.mockRestore();
    jest.useRealTimers();
  });

  /** Does a part in so many milliseconds. */
  function work(part: string, milliseconds: number): void {
    jest.advanceTimersByTime(milliseconds);
    progress.say(part);
  }

  test('is not told of what is done within a second', () => {
    work('1 of 2', 500);
    work('2 of 2', 499);
    progress.stop();
    jest.advanceTimersByTime(10_000);

    expect(told).not.toHaveBeenCalled();
  });

  test('is told once it took a second, though nothing more is done', () => {
    work('1 of 2', 999);
    expect(told).not.toHaveBeenCalled();
    jest.advanceTimersByTime(1);

    expect(told.mock.calls).toEqual([['1 of 2\n']]);
  });
});
