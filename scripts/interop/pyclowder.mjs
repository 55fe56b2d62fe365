// @ts-check
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';

/**
 * @typedef {object} Pyclowder
 * @property {string} python
 * @property {string} samples the folder with its sample extractors
 */

const HOW_TO_GET_IT = `To get it, with its sample extractors:
  git clone --branch 3.0.8 https://github.com/clowder-framework/pyclowder ~/pyclowder
  apt-get install python3-pika python3-requests python3-requests-toolbelt python3-yaml
  PYTHONPATH=~/pyclowder npm run interop
or in a virtual environment:
  python3 -m venv ~/venv && ~/venv/bin/pip install ~/pyclowder
  npm run interop -- --python ~/venv/bin/python --samples ~/pyclowder/sample-extractors
`;

/** Its own modules too: the package alone can be imported without what it needs. */
const PRINT_PATH = 'import pyclowder, pyclowder.extractors; print(pyclowder.__path__[0])';

/**
 * @param {import('./options.mjs').Options} options
 * @returns {Pyclowder | { problem: string }}
 */
export function findPyclowder({ python, samples }) {
  const { status, stdout, stderr, error } = spawnSync(python, ['-c', PRINT_PATH], { encoding: 'utf8' });
  if (status !== 0) {
    const reason = error?.message ?? stderr.trim().split('\n').at(-1);
    return { problem: `${python} -c "import pyclowder" failed: ${reason}\n${HOW_TO_GET_IT}` };
  }
  const folder = resolve(samples ?? join(dirname(stdout.trim()), 'sample-extractors'));
  if (!existsSync(join(folder, 'wordcount', 'wordcount.py')))
    return {
      problem: `pyClowder's sample extractors are not in ${folder}: name them with --samples.\n${HOW_TO_GET_IT}`,
    };
  return { python, samples: folder };
}
