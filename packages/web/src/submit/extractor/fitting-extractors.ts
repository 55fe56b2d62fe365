import type { DatasetFile, Extractor } from '@pawprint/protocol';
import { wantsFile } from '@pawprint/protocol/client';
import { matchingExtractors } from '../../extractors/list/matching-extractors.ts';

export type Wants = (extractor: Extractor) => boolean;

export const wantsType =
  (mimeType: string): Wants =>
  ({ process }) =>
    wantsFile(process, mimeType);

export const wantsAnyOf = (files: readonly Pick<DatasetFile, 'contentType'>[]): Wants => {
  const types = [...new Set(files.map(({ contentType }) => contentType))];
  return ({ process }) => types.some((type) => wantsFile(process, type));
};

export const wantsDatasets: Wants = ({ process }) => (process.dataset ?? []).length > 0;

export interface Choices {
  /** On, and made for this. */
  readonly fitting: readonly Extractor[];
  /** On too: nothing forbids to try. */
  readonly others: readonly Extractor[];
  /** Would be refused. */
  readonly off: readonly Extractor[];
}

/** What to choose from, what fits first. The one chosen already stays in sight, whatever is looked for. */
export const choicesOf = (
  extractors: readonly Extractor[],
  wants: Wants,
  { find, chosen }: { readonly find: string; readonly chosen: string | null },
): Choices => {
  const found = new Set(matchingExtractors(extractors, find).map(({ name }) => name));
  const shown = matchingExtractors(extractors, '').filter(({ name }) => found.has(name) || name === chosen);
  const on = shown.filter(({ enabled }) => enabled);
  return {
    fitting: on.filter(wants),
    others: on.filter((extractor) => !wants(extractor)),
    off: shown.filter(({ enabled }) => !enabled),
  };
};
