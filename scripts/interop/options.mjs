// @ts-check
import { parseArgs } from 'node:util';

export const USAGE = `npm run interop [-- options]

Runs the sample extractors of an installed pyClowder, unmodified, and the one of examples/python against a fresh server
and a fresh RabbitMQ, and prints what became of their jobs.

  --samples <folder>   pyClowder's sample-extractors. Default: PYCLOWDER_SAMPLES, or the folder of that name beside
                       the imported package, where a checkout has it
  --python <program>   Python to run extractors with. Default: PYTHON, or python3
  --help               says this

Examples:
  git clone --branch 3.0.8 https://github.com/clowder-framework/pyclowder ~/pyclowder
  PYTHONPATH=~/pyclowder npm run interop
  npm run interop -- --python ~/venv/bin/python --samples ~/pyclowder/sample-extractors
`;

/**
 * @typedef {object} Options
 * @property {boolean} help
 * @property {string} [problem] why the command line makes no sense
 * @property {string} python
 * @property {string} [samples]
 */

/**
 * @param {readonly string[]} args
 * @param {NodeJS.ProcessEnv} env
 * @returns {Options}
 */
export function readOptions(args, env) {
  const python = env['PYTHON'] || 'python3';
  try {
    const { values } = parseArgs({
      args: [...args],
      options: {
        help: { type: 'boolean', default: false },
        python: { type: 'string', default: python },
        samples: { type: 'string', default: env['PYCLOWDER_SAMPLES'] || undefined },
      },
    });
    return values;
  } catch (error) {
    return { help: false, python, problem: error instanceof Error ? error.message : String(error) };
  }
}
