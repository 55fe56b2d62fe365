// @ts-check
import { createServer } from 'vite';
import { ROOT } from '../steps/run-step.mjs';

/**
 * Serves the page from its sources and passes `/api` on to the server.
 * @param {number} port 0 takes any free one
 * @param {string} serverUrl
 * @returns {Promise<{ url: string, close: () => Promise<void> } | { problem: string }>}
 */
export async function startPage(port, serverUrl) {
  // Read by packages/web/vite.config.ts.
  process.env['PAWPRINT_DEV_SERVER'] = serverUrl;
  const vite = await createServer({
    root: `${ROOT}packages/web`,
    // Vite would print a second address, and clear away what the server has printed.
    logLevel: 'warn',
    clearScreen: false,
    server: { port, strictPort: true },
  });
  try {
    await vite.listen();
  } catch (error) {
    await vite.close();
    const reason = error instanceof Error ? error.message : String(error);
    return { problem: `${reason}. Set PAWPRINT_PORT to a free port; 0 takes any.` };
  }
  const [url = ''] = vite.resolvedUrls?.local ?? [];
  return { url: url.replace(/\/$/, ''), close: () => vite.close() };
}
