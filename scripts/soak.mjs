// @ts-check
// `npm run soak`: the long form of the test with three servers. SOAK_ variables change its numbers. Takes hours.
import { spawnSync } from 'node:child_process';
import { ensureBuilt } from './steps/build.mjs';
import { ensureInstalled } from './steps/install.mjs';
import { ROOT } from './steps/run-step.mjs';
import { ensureSystemNeeds } from './steps/system-needs.mjs';

/** Of each of the three kinds of extractors 17. */
const LONG = {
  SOAK_UPLOADS: '20000',
  SOAK_CLIENTS: '16',
  SOAK_EXTRACTORS: '17',
  SOAK_STREAMS: '500',
  SOAK_UPLOADS_PER_FAULT: '200',
};

if (!(await ensureInstalled()) || !(await ensureSystemNeeds()) || !(await ensureBuilt())) process.exit(1);
const args = ['node_modules/vitest/vitest.mjs', 'run', '--project', 'e2e', 'e2e/three-servers.e2e.test.ts'];
const { status } = spawnSync(process.execPath, args, {
  cwd: ROOT,
  env: { ...LONG, ...process.env },
  stdio: 'inherit',
});
process.exitCode = status ?? 1;
