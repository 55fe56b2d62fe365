import { constants } from 'node:zlib';
import compress from '@fastify/compress';
import type { FastifyInstance } from 'fastify';

/** Half-way: the highest quality takes longer to make than it saves on the wire. */
const BROTLI_QUALITY = 4;

/** Texts above 1 kB. Bytes and streams go out as they are: their routes say so (`register-routes.ts`). */
export const registerCompression = async (app: FastifyInstance): Promise<void> => {
  await app.register(compress, {
    encodings: ['br', 'gzip'],
    threshold: 1024,
    brotliOptions: { params: { [constants.BROTLI_PARAM_QUALITY]: BROTLI_QUALITY } },
  });
};
