import { expect, test } from 'vitest';
import { labelsThatFit } from './version-marks.tsx';

test('of labels that would overlap, the newest are shown', () => {
  const marks = ['1.8', '1.9', '2.0', '2.1'].map((version) => ({ version, at: 0, label: `${version} seen` }));
  expect(labelsThatFit(marks, [90, 300, 310, 500])).toEqual(new Set([0, 2, 3]));
});
