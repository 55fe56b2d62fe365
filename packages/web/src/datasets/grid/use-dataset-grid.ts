import { coalesce } from '@pawprint/async';
import type { Dataset } from '@pawprint/protocol';
import { queryOptions, useQuery, useQueryClient } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import { callRoute } from '../../api/client.ts';
import { keys } from '../../api/query-keys.ts';
import { reloadQueries } from '../../api/reload-queries.ts';
import { useLiveJobs } from '../../jobs/live/use-live-jobs.ts';
import { hasOpenJobs } from './grid-states.ts';

const gridQuery = (datasetId: string) =>
  queryOptions({
    queryKey: keys.datasetGrid(datasetId),
    queryFn: ({ signal }) => callRoute('showDatasetGrid', { params: { id: datasetId }, signal }),
  });

const REFRESH_MS = 1_000;

/** The counts of the columns, kept up to date: they are asked for again at most once a second while jobs change. */
export const useDatasetGrid = ({ id, file_count: files }: Pick<Dataset, 'id' | 'file_count'>) => {
  const queries = useQueryClient();
  const [refresh] = useState(() =>
    coalesce(() => reloadQueries(queries, { queryKey: keys.datasetGrid(id) }), { pauseMs: REFRESH_MS }),
  );
  useLiveJobs({ dataset_id: id }, { onJob: refresh.request, onCatchUp: refresh.request });
  const query = useQuery(gridQuery(id));
  const known = query.data?.files;
  useEffect(() => {
    if (known !== undefined && known !== files) refresh.request();
    // Only when the number of files changes: the answer may be the older of the two.
    // oxlint-disable-next-line react/exhaustive-deps
  }, [files, refresh]);
  return query;
};

/** Whether a job of the dataset is not over, by the counts that the head of its page keeps up to date. Unknown: true. */
export const useHasOpenJobs = (datasetId: string): boolean => {
  const { data } = useQuery({ ...gridQuery(datasetId), enabled: false });
  return data === undefined || hasOpenJobs(data);
};
