import { fileURLToPath } from 'node:url';

/** An extractor that the server starts as a process of its own. */
export interface Program {
  readonly name: string;
  readonly path: string;
}

/** Beside the packages in the checkout; the same from `src` and from `dist`. */
const EXTRACTORS = new URL('../../../../../extractors/', import.meta.url);

const program = (folder: string): Program => ({
  name: `pawprint.${folder}`,
  path: fileURLToPath(new URL(`${folder}/dist/main.js`, EXTRACTORS)),
});

export const SAMPLE_PROGRAMS: readonly Program[] = ['file-digest', 'word-count', 'image-preview'].map(
  program,
);
