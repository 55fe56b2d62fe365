import { expect, onTestFinished, test } from 'vitest';
import { createExtractor } from './extractor.ts';
import { startFakeLane } from './test-lane/fake-lane.ts';

const QUIET = { info: () => undefined, warn: () => undefined, error: () => undefined };
const DEFINITION = {
  name: 'test.extractor',
  version: '1.0.0',
  process: { file: ['*'] },
  handle: () => undefined,
};

const aLane = async () => {
  const lane = await startFakeLane();
  onTestFinished(() => lane.close());
  return lane;
};

test('a wrong definition is refused when it is made, not when it runs', () => {
  expect(() => createExtractor({ ...DEFINITION, name: 'no spaces please' })).toThrow(
    "The extractor “no spaces please” can't be registered: name: letters, digits, dots",
  );
  expect(() => createExtractor({ ...DEFINITION, version: '' })).toThrow('version');
  for (const concurrency of [0, -1, 1.5, Number.NaN])
    expect(() => createExtractor({ ...DEFINITION, concurrency })).toThrow(RangeError);
});

test('an extractor runs until it is stopped, and may run again', async () => {
  const lane = await aLane();
  const extractor = createExtractor(DEFINITION);
  for (const round of [1, 2]) {
    const running = extractor.run({ url: lane.url, log: QUIET, handleSignals: false });
    const job = lane.addJob();
    await lane.until(() => job.ended);
    await extractor.stop();
    await running;
    expect(lane.calls('registerExtractor')).toHaveLength(round);
  }
});

test('running twice at once is refused', async () => {
  const lane = await aLane();
  const extractor = createExtractor(DEFINITION);
  const running = extractor.run({ url: lane.url, log: QUIET, handleSignals: false });
  await expect(extractor.run()).rejects.toThrow('runs already');
  await extractor.stop();
  await running;
});

test('stopping an extractor that does not run does nothing', async () => {
  await expect(createExtractor(DEFINITION).stop()).resolves.toBeUndefined();
});

test('parameters and triggers are registered unchanged', async () => {
  const lane = await aLane();
  const extractor = createExtractor({
    ...DEFINITION,
    description: 'Counts.',
    process: { file: ['text/*'], dataset: ['file.added'] },
    parameters: { type: 'object', properties: { deep: { type: 'boolean' } } },
  });
  const running = extractor.run({ url: lane.url, log: QUIET, handleSignals: false });
  await lane.until(() => lane.calls('registerExtractor').length === 1);
  await extractor.stop();
  await running;
  expect(lane.calls('registerExtractor')[0]?.body).toMatchObject({
    description: 'Counts.',
    process: { file: ['text/*'], dataset: ['file.added'] },
    parameters: { properties: { deep: { type: 'boolean' } } },
  });
});
