import type { Dataset, Extractor } from '@pawprint/protocol';
import { useMemo, useState } from 'react';
import { countOf } from '../design/count.ts';
import { wantsAnyOf, wantsDatasets } from './extractor/fitting-extractors.ts';
import { ALL_FILES, filesInScope } from './files/file-scope.ts';
import { useDatasetListing } from './files/use-dataset-listing.ts';
import { useSubmitFiles } from './files/use-submit-files.ts';
import { useSubmitOne } from './submit-one.ts';
import { type Order, useOrder } from './use-order.ts';
import type { What } from './what-input.tsx';

interface DatasetSubmissionOptions {
  readonly dataset: Dataset;
  readonly extractors: readonly Extractor[];
  readonly selected: ReadonlySet<string>;
  readonly opened: boolean;
}

/** Everything that happens between opening the dialog on a dataset and the jobs it makes. */
export const useDatasetSubmission = ({ dataset, extractors, selected, opened }: DatasetSubmissionOptions) => {
  const draft = useOrder(extractors);
  const [what, setWhat] = useState<What>(dataset.file_count > 0 ? 'files' : 'dataset');
  const [scope, setScope] = useState(ALL_FILES);
  const listing = useDatasetListing(dataset.id, opened && what === 'files');
  const meant = useMemo(() => filesInScope(listing.files, scope, selected), [listing.files, scope, selected]);
  const wants = useMemo(() => (what === 'dataset' ? wantsDatasets : wantsAnyOf(meant)), [what, meant]);
  const one = useSubmitOne({ type: 'dataset', id: dataset.id });
  const many = useSubmitFiles(dataset.id);
  const ready = what === 'dataset' || (listing.complete && meant.length > 0);
  const submit = (order: Order): void => {
    if (!ready) return;
    if (what === 'dataset') one.mutate(order, { onSuccess: draft.clear });
    else
      void many.submit(
        order,
        meant.map(({ id }) => id),
      );
  };
  return {
    draft,
    what,
    setWhat,
    scope,
    setScope,
    listing,
    meant: meant.length,
    wants,
    madeFor: what === 'dataset' ? 'datasets' : 'these files',
    act: what === 'dataset' ? 'Submit the dataset' : `Submit ${countOf(meant.length, 'file')}`,
    one,
    many,
    submit,
    /** Forgets what came of it; the dialog begins anew. */
    reset: (): void => {
      one.reset();
      many.reset();
    },
  };
};

export type DatasetSubmission = ReturnType<typeof useDatasetSubmission>;
