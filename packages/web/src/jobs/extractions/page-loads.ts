import type { Job } from '@pawprint/protocol';

export interface PageLoads {
  /** To be called with each live update. */
  readonly addUpdate: (job: Job) => void;
  /** Merges a page when it has come, and after it the updates that came meanwhile: its jobs may be older than they are. */
  readonly load: <Page>(
    request: () => Promise<Page>,
    merge: { readonly page: (page: Page) => void; readonly update: (job: Job) => void },
  ) => Promise<Page>;
}

/** The pages of jobs that are being loaded. */
export const createPageLoads = (): PageLoads => {
  const underWay = new Set<Job[]>();
  return {
    addUpdate: (job) => {
      for (const updates of underWay) updates.push(job);
    },
    load: async (request, merge) => {
      const updates: Job[] = [];
      underWay.add(updates);
      try {
        const page = await request();
        merge.page(page);
        updates.forEach(merge.update);
        return page;
      } finally {
        underWay.delete(updates);
      }
    },
  };
};
