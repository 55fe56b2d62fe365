import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { refuse } from '../../model/refusal.ts';
import { contentDisposition } from '../datasets/content-disposition.ts';
import { isUnchanged } from '../datasets/send-bytes.ts';
import { ANSWERED, type Handler } from '../handler.ts';

/** Where the build puts what npm installs from here (scripts/steps/sdk.mjs). */
export const PACKED_SDK = fileURLToPath(new URL('../../../dist/sdk', import.meta.url));

const PACKAGES: readonly string[] = ['pawprint-extractor.tgz', 'create-pawprint-extractor.tgz'];
const GZIP = 'application/gzip';

const NOT_PACKED = refuse(
  'unavailable',
  'The SDK of this server is not packed. Run "npm run build" in its checkout.',
);

/** The SDK, or what makes a project for it, as a tarball, which npm installs from this address. They are on no registry. */
export const downloadSdk =
  (folder: string): Handler<'downloadSdk'> =>
  async ({ params, raw, reply }) => {
    const { package: name } = params;
    if (!PACKAGES.includes(name))
      return refuse('not_found', `There is nothing at /sdk/${name}. There is ${PACKAGES.join(', ')}.`);
    const bytes = await readFile(join(folder, name)).catch(() => undefined);
    if (bytes === undefined) return NOT_PACKED;
    const etag = `"${createHash('sha256').update(bytes).digest('hex')}"`;
    // The next version of the server has another one at the same address.
    void reply.headers({ etag, 'cache-control': 'public, no-cache' });
    if (isUnchanged(raw.headers, etag)) void reply.code(304).send();
    else
      void reply
        .headers({
          'content-type': GZIP,
          'content-disposition': contentDisposition('attachment', name, GZIP),
        })
        .send(bytes);
    return ANSWERED;
  };
