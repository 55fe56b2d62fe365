import type { DatasetFile, Extractor } from '@pawprint/protocol';
import { wantsFile } from '@pawprint/protocol/client';
import { queryOptions, useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { callRoute, client } from '../../api/client.ts';
import { keys } from '../../api/query-keys.ts';
import { useMe } from '../../session/session.ts';

/** Somebody has just started it and looks here. */
const WAITING_MS = 1_000;
const KNOWN_MS = 5_000;

/** An extractor that may not have registered yet: then null. A list is asked: browsers log an answer of 404 as an error. */
export const heardQuery = (name: string) =>
  queryOptions({
    queryKey: keys.extractorHeard(name),
    queryFn: async ({ signal }): Promise<Extractor | null> =>
      (await callRoute('listExtractors', { query: { name }, signal }))[0] ?? null,
    refetchInterval: ({ state: { data } }) => (data && data.instances.live > 0 ? KNOWN_MS : WAITING_MS),
  });

const NEWEST = 50;
const MOST_OFFERED = 10;

/** The newest files of this person, those first that the extractor wants. */
export const useMyFiles = (wants: readonly string[]) => {
  const me = useMe();
  const { data, isPending, error } = useQuery({
    queryKey: keys.myFiles,
    queryFn: ({ signal }) => callRoute('listFiles', { query: { limit: NEWEST }, signal }),
  });
  const mine = (data ?? []).filter(({ uploaded_by: by }) => by !== null && by.id === me?.id);
  const fits = ({ contentType }: DatasetFile): boolean => wantsFile({ file: [...wants] }, contentType);
  const files = [...mine.filter(fits), ...mine.filter((file) => !fits(file))].slice(0, MOST_OFFERED);
  return { files, isPending, error };
};

const SAMPLE = { name: 'sample.txt', content: 'one line\nanother line\nand a third\n' };
const SAMPLE_DATASET = 'First steps';

/** Runs the extractor on a file of this person's, or on a sample that is uploaded now. Answers with the id of the job. */
export const useTrial = (name: string) => {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: (fileId: string | null) => (fileId === null ? runOnSample(name) : runOnFile(name, fileId)),
    onSettled: () =>
      Promise.all([keys.myFiles, keys.datasets].map((queryKey) => queries.invalidateQueries({ queryKey }))),
  });
};

const runOnFile = async (extractor: string, id: string): Promise<string> =>
  (await callRoute('submitFileExtraction', { params: { id }, body: { extractor } })).job_id;

const runOnSample = async (extractor: string): Promise<string> => {
  const id = await uploadSample(await sampleDataset());
  // The upload itself has submitted a job to every extractor that wants such a file.
  const { items } = await callRoute('listJobs', { query: { resource_id: id, extractor, limit: 1 } });
  return items[0]?.id ?? runOnFile(extractor, id);
};

/** The one of an earlier trial, else a new one. */
const sampleDataset = async (): Promise<string> => {
  const { items } = await callRoute('listMyDatasets', {});
  const known = items.find(({ name }) => name === SAMPLE_DATASET);
  return known?.id ?? (await callRoute('createDataset', { body: { name: SAMPLE_DATASET } })).id;
};

const uploadSample = async (datasetId: string): Promise<string> => {
  const form = new FormData();
  form.append('File', new File([SAMPLE.content], SAMPLE.name, { type: 'text/plain' }));
  const params = { id: datasetId };
  await client.fetch('uploadToDataset', { params }, { body: form });
  const { items } = await callRoute('findDatasetFiles', { params, query: { limit: 1 } });
  return items[0]?.id ?? '';
};
