import type { DatasetExtractor, DatasetFile, Extractor } from '@pawprint/protocol';
import { wantsFile } from '@pawprint/protocol/client';
import { matchingExtractors } from '../extractors/matching-extractors.ts';

/** Whether an extractor is made for what is submitted. */
export type Accepts = (extractor: Pick<Extractor, 'process'>) => boolean;

export const acceptsType =
  (mimeType: string): Accepts =>
  ({ process }) =>
    wantsFile(process, mimeType);

export const acceptsAnyOf = (files: readonly Pick<DatasetFile, 'contentType'>[]): Accepts => {
  const types = [...new Set(files.map(({ contentType }) => contentType))];
  return ({ process }) => types.some((type) => wantsFile(process, type));
};

export const acceptsDatasets: Accepts = ({ process }) => (process.dataset ?? []).length > 0;

/** Whether the server submits jobs to an extractor. */
export const isOn = ({ enabled, off_in_spaces }: DatasetExtractor): boolean => enabled && !off_in_spaces;

interface ExtractorGroups {
  /** On, and made for what is submitted. */
  readonly fitting: readonly DatasetExtractor[];
  /** On, but made for something else. The server submits to them too. */
  readonly others: readonly DatasetExtractor[];
  /** The server refuses jobs for them. */
  readonly off: readonly DatasetExtractor[];
}

/** The extractors that match the search, in groups. The chosen one is always among them. */
export const groupExtractors = (
  extractors: readonly DatasetExtractor[],
  accepts: Accepts,
  { search, chosen }: { readonly search: string; readonly chosen: string | null },
): ExtractorGroups => {
  const found = new Set(matchingExtractors(extractors, search).map(({ name }) => name));
  const shown = matchingExtractors(extractors, '').filter(({ name }) => found.has(name) || name === chosen);
  const enabled = shown.filter(isOn);
  return {
    fitting: enabled.filter(accepts),
    others: enabled.filter((extractor) => !accepts(extractor)),
    off: shown.filter((extractor) => !isOn(extractor)),
  };
};
