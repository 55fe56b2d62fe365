// @ts-check
// `npm start`: installs and builds what is missing, then becomes the server. Arguments are the server's:
// `npm start -- --help`.
import { ensureBuilt } from './steps/build.mjs';
import { ensureInstalled } from './steps/install.mjs';
import { requireNewEnoughNode } from './steps/node-version.mjs';

requireNewEnoughNode();
if ((await ensureInstalled()) && (await ensureBuilt())) {
  // In this very process: signals reach the server directly, and nobody waits beside it.
  await import(new URL('../packages/server/dist/main.js', import.meta.url).href);
} else {
  process.exitCode = 1;
}
