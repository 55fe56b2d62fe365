import type { DataPorts } from '../../data/ports.ts';
import { reachDataset } from '../../data/reach.ts';
import { FORBIDDEN } from '../../data/refusals.ts';
import { listFiles } from '../../store/data/files.ts';
import { latestJobsOf } from '../../store/data/latest-jobs.ts';
import { type HandlerRequest, type Handlers, ok } from '../handler.ts';
import { wireDatasetFile, wireLatestJob } from './file-wire.ts';
import { isPageEnd, NO_SUCH_PAGE } from './page-end.ts';

type FileListRouteName = 'listFiles' | 'listDatasetFiles' | 'listAllDatasetFiles' | 'listTopDatasetFiles';

/** All three of a dataset are given the same. */
type ListRequest = Pick<HandlerRequest<'listDatasetFiles'>, 'caller' | 'params' | 'query'>;

export const fileListHandlers = (ports: DataPorts): Handlers<FileListRouteName> => {
  const ofDataset = async ({ caller, params, query: { max, after, include } }: ListRequest) => {
    if (!isPageEnd(after)) return NO_SUCH_PAGE;
    const dataset = await reachDataset(ports, caller, 'see', params.id);
    if ('refused' in dataset) return dataset;
    const files = await listFiles(ports.db, dataset.id, { limit: max < 0 ? undefined : max, after });
    if (include !== 'jobs') return ok(files.map((file) => wireDatasetFile(file)));
    const now = ports.now();
    const jobs = await latestJobsOf(
      ports.db,
      files.map(({ id }) => id),
    );
    return ok(
      files.map((file) =>
        wireDatasetFile(file, jobs.get(file.id)?.map((job) => wireLatestJob(job, now)) ?? []),
      ),
    );
  };

  return {
    listFiles: async ({ caller, query: { limit, after } }) => {
      if (!(await ports.may(caller, 'see', { type: 'instance' }))) return FORBIDDEN;
      if (!isPageEnd(after)) return NO_SUCH_PAGE;
      const files = await listFiles(ports.db, null, { limit, after });
      return ok(files.map((file) => wireDatasetFile(file)));
    },

    listDatasetFiles: ofDataset,
    listAllDatasetFiles: ofDataset,
    // There are no folders: every file is at the top.
    listTopDatasetFiles: ofDataset,
  };
};
