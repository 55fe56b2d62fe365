// @ts-check
// `npm run dev`: server, page and sample extractors from their sources, each restarted when a source of it changes.
import { ensureInstalled } from './steps/install.mjs';
import { requireNewEnoughNode } from './steps/node-version.mjs';

requireNewEnoughNode();
if (await ensureInstalled()) {
  // Only now: it imports what has just been installed.
  const { runDev } = await import('./dev/run-dev.mjs');
  process.exitCode = await runDev(process.env);
} else {
  process.exitCode = 1;
}
