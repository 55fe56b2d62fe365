import { fileURLToPath } from 'node:url';

/** The built `extractors/gated.ts`. */
export const gatedExtractor = fileURLToPath(new URL('./extractors/dist/gated.js', import.meta.url));
