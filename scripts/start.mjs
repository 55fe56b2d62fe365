// @ts-check
// `npm start`: installs and builds what is missing, then becomes the server. Arguments are the server's:
// `npm start -- --help`.
import { ensureBuilt } from './steps/build.mjs';
import { ensureInstalled } from './steps/install.mjs';
import { requireNewEnoughNode } from './steps/node-version.mjs';

requireNewEnoughNode();
if ((await ensureInstalled()) && (await ensureBuilt())) {
  // The server runs in this process, so that signals reach it directly.
  await import(new URL('../packages/server/dist/main.js', import.meta.url).href);
} else {
  process.exitCode = 1;
}
