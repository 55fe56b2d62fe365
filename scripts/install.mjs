// @ts-check
// Installs what is missing, for programs that run from their sources, such as `npm run demo`.
import { ensureInstalled } from './steps/install.mjs';
import { requireNewEnoughNode } from './steps/node-version.mjs';

requireNewEnoughNode();
if (!(await ensureInstalled())) process.exitCode = 1;
