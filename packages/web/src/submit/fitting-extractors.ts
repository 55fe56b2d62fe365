import type { DatasetFile, Extractor } from '@pawprint/protocol';
import { wantsFile } from '@pawprint/protocol/client';
import { matchingExtractors } from '../extractors/matching-extractors.ts';

/** Whether an extractor is made for what is submitted. */
export type Accepts = (extractor: Extractor) => boolean;

export const acceptsType =
  (mimeType: string): Accepts =>
  ({ process }) =>
    wantsFile(process, mimeType);

export const acceptsAnyOf = (files: readonly Pick<DatasetFile, 'contentType'>[]): Accepts => {
  const types = [...new Set(files.map(({ contentType }) => contentType))];
  return ({ process }) => types.some((type) => wantsFile(process, type));
};

export const acceptsDatasets: Accepts = ({ process }) => (process.dataset ?? []).length > 0;

interface ExtractorGroups {
  /** Enabled, and made for what is submitted. */
  readonly fitting: readonly Extractor[];
  /** Enabled, but made for something else. The server submits to them too. */
  readonly others: readonly Extractor[];
  /** The server refuses jobs for them. */
  readonly disabled: readonly Extractor[];
}

/** The extractors that match the search, in groups. The chosen one is always among them. */
export const groupExtractors = (
  extractors: readonly Extractor[],
  accepts: Accepts,
  { search, chosen }: { readonly search: string; readonly chosen: string | null },
): ExtractorGroups => {
  const found = new Set(matchingExtractors(extractors, search).map(({ name }) => name));
  const shown = matchingExtractors(extractors, '').filter(({ name }) => found.has(name) || name === chosen);
  const enabled = shown.filter((extractor) => extractor.enabled);
  return {
    fitting: enabled.filter(accepts),
    others: enabled.filter((extractor) => !accepts(extractor)),
    disabled: shown.filter((extractor) => !extractor.enabled),
  };
};
