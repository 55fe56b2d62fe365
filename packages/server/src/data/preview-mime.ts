import type { Mime } from './mime.ts';

/** What clients say who do not know. */
const NOTHING_SAID = new Set(['application/octet-stream', 'text/plain']);
const IS_MIME = /^[a-z]+\/[a-z0-9][a-z0-9.+-]{0,100}$/;

/**
 * A preview is what its extractor says: no extension or signature tells a deep-zoom image from other XML. Files are
 * told by name and content alone, because people's browsers guess.
 */
export const previewMime = ({ effective }: Mime, declared: string): string => {
  const said = declared.toLowerCase();
  return IS_MIME.test(said) && !NOTHING_SAID.has(said) ? said : effective;
};
