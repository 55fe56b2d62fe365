import type { Dataset, DatasetExtractor, Extractor, FileFilterBody } from '@pawprint/protocol';
import { useInfiniteQuery } from '@tanstack/react-query';
import { useEffect, useMemo, useState } from 'react';
import { callRoute } from '../api/client.ts';
import { keys } from '../api/query-keys.ts';
import { countOf } from '../design/count.ts';
import type { Selected } from '../design/row-selection.ts';
import type { FoundFiles } from '../files/list/file-selection.tsx';
import { ALL_FILES, filterFiles, type ListedFile } from './file-filter.ts';
import { acceptsAnyOf, acceptsDatasets } from './fitting-extractors.ts';
import { type JobRequest, useJobDraft } from './job-draft.ts';
import { useSubmitFiles, useSubmitResource } from './submit-jobs.ts';

/** Either each of the files gets a job, or the dataset gets one. */
export type SubmitTarget = 'files' | 'dataset';

interface DatasetSubmissionOptions {
  readonly dataset: Dataset;
  readonly extractors: readonly DatasetExtractor[];
  readonly selected: Selected<FoundFiles>;
  readonly opened: boolean;
  /** Jobs are submitted to this one; undefined where it is chosen, too. */
  readonly extractor?: Extractor | undefined;
}

/** The state of the dialog that submits a dataset or its files: the draft, the chosen files, progress and result. */
export const useDatasetSubmission = (options: DatasetSubmissionOptions) => {
  const { dataset, extractors, selected, opened, extractor } = options;
  const draft = useJobDraft(extractors, extractor?.name);
  const [target, setTarget] = useState<SubmitTarget>(
    dataset.file_count > 0 && !isForDatasetsOnly(extractor) ? 'files' : 'dataset',
  );
  const [filter, setFilter] = useState(ALL_FILES);
  const found = filter.by === 'selected' && selected.of === 'query' ? selected.query.filter : ALL;
  const listing = useDatasetListing(dataset.id, found, opened && target === 'files');
  const matching = useMemo(
    () => filterFiles(listing.files, filter, idsOf(selected, listing.files)),
    [listing.files, filter, selected],
  );
  const accepts = useMemo(
    () => (target === 'dataset' ? acceptsDatasets : acceptsAnyOf(matching)),
    [target, matching],
  );
  const submitDataset = useSubmitResource({ type: 'dataset', id: dataset.id });
  const submitFiles = useSubmitFiles(dataset.id);
  const ready = target === 'dataset' || (listing.complete && matching.length > 0);
  const submit = (request: JobRequest): void => {
    if (!ready) return;
    if (target === 'dataset') submitDataset.mutate(request, { onSuccess: draft.clear });
    else
      void submitFiles.submit(
        request,
        matching.map(({ id }) => id),
      );
  };
  return {
    draft,
    target,
    setTarget,
    filter,
    setFilter,
    listing,
    matchingCount: matching.length,
    accepts,
    madeFor: target === 'dataset' ? 'datasets' : 'these files',
    submitLabel: target === 'dataset' ? 'Submit the dataset' : `Submit ${countOf(matching.length, 'file')}`,
    submitDataset,
    submitFiles,
    submit,
    /** Forgets the result, so that the dialog shows its form again. */
    reset: (): void => {
      submitDataset.reset();
      submitFiles.reset();
    },
  };
};

const isForDatasetsOnly = (extractor: Extractor | undefined): boolean =>
  extractor !== undefined && acceptsDatasets(extractor) && (extractor.process.file ?? []).length === 0;

const ALL: FileFilterBody = {};

/** Of files that a filter found, all that are listed are meant. */
const idsOf = (selected: Selected<FoundFiles>, listed: readonly ListedFile[]): ReadonlySet<string> =>
  selected.of === 'ids' ? selected.ids : new Set(listed.map(({ id }) => id));

export type DatasetSubmission = ReturnType<typeof useDatasetSubmission>;

interface ListedPage {
  readonly files: readonly ListedFile[];
  readonly next: string | null;
}

/** The page stays responsive while so many are read. */
const PAGE_SIZE = 1_000;

/** Lists files of a dataset by name and type, page after page while it is enabled. */
const useDatasetListing = (datasetId: string, filter: FileFilterBody, enabled: boolean) => {
  const list = useInfiniteQuery({
    queryKey: keys.datasetListing(datasetId, JSON.stringify(filter)),
    queryFn: async ({ pageParam, signal }): Promise<ListedPage> => {
      const { items, next } = await callRoute('findDatasetFiles', {
        params: { id: datasetId },
        query: { ...filter, limit: PAGE_SIZE, ...(pageParam && { cursor: pageParam }) },
        signal,
      });
      return { files: items.map(({ id, filename, contentType }) => ({ id, filename, contentType })), next };
    },
    initialPageParam: '',
    getNextPageParam: ({ next }) => next,
    enabled,
    gcTime: 0,
    // The files are listed again whenever the dialog opens, and not while it is open.
    staleTime: 0,
    refetchOnWindowFocus: false,
    refetchOnReconnect: false,
  });
  const { data, hasNextPage, isFetching, isError, fetchNextPage } = list;
  const fetchMore = enabled && hasNextPage && !isFetching && !isError;
  useEffect(() => {
    if (fetchMore) void fetchNextPage();
  }, [fetchMore, fetchNextPage]);
  const files = useMemo(() => data?.pages.flatMap((page) => page.files) ?? [], [data]);
  return {
    files,
    complete: data !== undefined && !hasNextPage && !isFetching,
    error: list.error,
    retry: () => void (data ? fetchNextPage() : list.refetch()),
  };
};

export type DatasetListing = ReturnType<typeof useDatasetListing>;
