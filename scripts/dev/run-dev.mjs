// @ts-check
import { once } from 'node:events';
import { createServer } from 'node:net';
import { devSettings } from './settings.mjs';
import { startPage } from './start-page.mjs';
import { startWatched } from './start-watched.mjs';

/** @typedef {import('./start-watched.mjs').WatchedProgram} WatchedProgram */
/** @typedef {import('./settings.mjs').DevSettings} DevSettings */

/**
 * Runs everything until a signal asks for its end, or until a part ends by itself.
 * @param {NodeJS.ProcessEnv} env
 * @returns {Promise<number>} the exit code
 */
export async function runDev(env) {
  const stopSignal = nextStopSignal();
  const serverPort = await freePort();
  const serverUrl = `http://127.0.0.1:${serverPort}`;
  const settings = devSettings(env, serverPort);
  const page = await startPage(settings.pagePort, serverUrl);
  if ('problem' in page) {
    process.stderr.write(`${page.problem}\n`);
    return 1;
  }
  const server = startWatched('packages/server/src/main.ts', {
    ...env,
    ...settings.server,
    PAWPRINT_PUBLIC_URL: page.url,
  });
  /** @type {WatchedProgram[]} */
  const running = [server];
  let stopping = false;
  void server.waitFor(/is ready at/).then(() => {
    if (stopping) return;
    process.stdout.write(welcome(settings));
    const access = { PAWPRINT_URL: serverUrl, PAWPRINT_KEY: settings.server.PAWPRINT_ADMIN_KEY };
    if (settings.samples)
      running.push(startWatched('scripts/dev/sample-extractors.ts', { ...env, ...access }));
  });
  const code = await Promise.race([stopSignal.then(() => 0), server.exited.then(() => 1)]);
  stopping = true;
  void nextStopSignal().then(() => killAll(running));
  // Sample extractors first: the server is there to take back the jobs they have.
  for (const program of running.toReversed()) await program.stop();
  await page.close();
  return code;
}

/**
 * A free port of this machine. It is chosen once, so that a restarted server has the same one.
 * @returns {Promise<number>}
 */
async function freePort() {
  const listener = createServer().listen(0, '127.0.0.1');
  await once(listener, 'listening');
  const address = listener.address();
  listener.close();
  await once(listener, 'close');
  return typeof address === 'object' && address !== null ? address.port : 0;
}

/** @returns {Promise<unknown>} */
const nextStopSignal = () =>
  new Promise((resolve) => {
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.once(signal, resolve);
  });

/** @param {readonly WatchedProgram[]} programs */
function killAll(programs) {
  for (const program of programs) program.kill();
}

/** @param {DevSettings} settings */
function welcome({ server }) {
  return `
  Sources are watched: the server and the sample extractors restart, the page reloads.

  Data            ${server.PAWPRINT_DATA_DIR}, which began with
  Administrator   ${server.PAWPRINT_ADMIN_EMAIL}
  Password        ${server.PAWPRINT_ADMIN_PASSWORD}
  API key         ${server.PAWPRINT_ADMIN_KEY}

  npm run demo fills it with data, in another terminal. Ctrl-C ends everything.

`;
}
