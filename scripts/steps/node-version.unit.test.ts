import { expect, test } from 'vitest';
import { refuseOldNode } from './node-version.mjs';

test.for(['20.20.0', '20.20.2', '20.21.0', '22.0.0', '24.3.1', '100.0.0'])(
  'Node %s is supported',
  (version) => {
    expect(refuseOldNode(version)).toBeUndefined();
  },
);

test.for(['20.19.9', '18.20.0', '8.1.0'])('Node %s is too old', (version) => {
  expect(refuseOldNode(version)).toContain(`needs Node 20.20 or newer; this is Node ${version}`);
});
