// @ts-check
// `npm run gallery`: a page with all examples of the page's components. Needs no server.
import { ensureInstalled } from './steps/install.mjs';
import { requireNewEnoughNode } from './steps/node-version.mjs';
import { ROOT } from './steps/run-step.mjs';

requireNewEnoughNode();
if (await ensureInstalled()) {
  // Only now: it has just been installed.
  const { createServer } = await import('vite');
  const server = await createServer({ configFile: `${ROOT}packages/web/vite.gallery.config.ts` });
  await server.listen();
  const [address = ''] = server.resolvedUrls?.local ?? [];
  process.stdout.write(`Gallery: ${address}gallery.html\n`);
} else {
  process.exitCode = 1;
}
