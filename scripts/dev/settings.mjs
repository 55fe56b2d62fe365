// @ts-check

/**
 * @typedef {object} DevSettings
 * @property {number} pagePort where the page is opened
 * @property {boolean} samples whether to start the sample extractors
 * @property {Record<'PAWPRINT_ADMIN_EMAIL' | 'PAWPRINT_ADMIN_KEY' | 'PAWPRINT_ADMIN_PASSWORD' | 'PAWPRINT_DATA_DIR', string> & Record<string, string>} server
 *   the server's own environment variables
 */

/** The same at every first start, so that the password need not be written down. The server is reachable only locally. */
const DEFAULTS = {
  PAWPRINT_DATA_DIR: './.pawprint-dev',
  PAWPRINT_ADMIN_EMAIL: 'admin@pawprint.local',
  PAWPRINT_ADMIN_PASSWORD: 'pawprint-dev',
  PAWPRINT_ADMIN_KEY: 'pawprint-dev-key',
};

/**
 * What the environment asks for, by the server's own variables. `PAWPRINT_PORT` is where the page is opened; the server
 * listens on a port that only the page's proxy and the sample extractors need to know.
 * @param {NodeJS.ProcessEnv} env
 * @param {number} serverPort
 * @returns {DevSettings}
 */
export function devSettings(env, serverPort) {
  const given = Object.keys(DEFAULTS).flatMap((name) => (env[name] ? [[name, env[name]]] : []));
  return {
    pagePort: Number(env['PAWPRINT_PORT'] || 9000),
    samples: env['PAWPRINT_SAMPLE_EXTRACTORS'] !== 'off',
    server: {
      ...DEFAULTS,
      ...Object.fromEntries(given),
      PAWPRINT_HOST: '127.0.0.1',
      PAWPRINT_PORT: String(serverPort),
      // Those that a server starts are built ones.
      PAWPRINT_SAMPLE_EXTRACTORS: 'off',
    },
  };
}
