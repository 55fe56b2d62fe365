import { describe, expect, test } from 'vitest';
import { liveLabel } from './live-indicator.tsx';

describe('the label of the live indicator', () => {
  const label = (over: Partial<Parameters<typeof liveLabel>[0]>) =>
    liveLabel({ status: 'live', paused: false, waiting: 0, ...over });

  test('says that the page is live, with the age of the last update', () => {
    expect(label({})).toMatchObject({ tone: 'on', label: 'Live', showsAge: true });
  });

  test('is quiet while nothing is under way, unless the stream breaks', () => {
    const quiet = { status: 'live', paused: false, waiting: 0 } as const;
    expect(liveLabel(quiet, false)).toMatchObject({ tone: 'quiet', label: 'Up to date', showsAge: false });
    expect(liveLabel({ ...quiet, status: 'reconnecting' }, false).label).toBe('Reconnecting…');
  });

  test('says that the stream broke, with the age of the content', () => {
    expect(label({ status: 'reconnecting' })).toMatchObject({
      tone: 'stale',
      label: 'Reconnecting…',
      showsAge: true,
    });
  });

  test('counts the updates that wait during a pause, whatever the stream does', () => {
    expect(label({ status: 'reconnecting', paused: true, waiting: 14 })).toMatchObject({
      label: 'Paused',
      detail: '14 updates waiting',
    });
    expect(label({ paused: true, waiting: 1 }).detail).toBe('1 update waiting');
  });
});
