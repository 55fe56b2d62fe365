import type { VersionChoice } from '@pawprint/core';
import { v4 } from 'uuid';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { ANA_CALLING, aReport, WORD_COUNT, wanted } from '../jobs.builder.ts';
import { submitJobs } from '../submit/submit-jobs.ts';
import { createOperationsBench, type OperationsBench } from './operations.builder.ts';
import { planRunMissing } from './start-operation.ts';

let bench: OperationsBench;
beforeAll(async () => {
  bench = await createOperationsBench();
  await trigger(['text/*']);
});
afterAll(() => bench.close());
beforeEach(async () => {
  await bench.db.deleteFrom('operations').execute();
  await bench.db.deleteFrom('files').execute();
  await bench.db.deleteFrom('jobs').execute();
});

const trigger = (file: readonly string[]) =>
  bench.db
    .updateTable('extractors')
    .set({ process: JSON.stringify({ file }) })
    .where('name', '=', WORD_COUNT)
    .execute();
const anImage = () => ({ resource: { ...wanted().resource, name: 'soil.png', mime: 'image/png' } });
const plan = (versions: VersionChoice = {}) =>
  planRunMissing(bench.ports, ANA_CALLING, { extractor: WORD_COUNT, ...versions });

test('submits files of its types that it has not done, and counts the others', async () => {
  const missing = await bench.addFile();
  const failedOn = (await bench.job(await bench.submitFailed())).facts.resource.id;
  await bench.addFile(anImage());
  const doneJob = await bench.submit(await bench.addFile());
  await (await bench.claim()).report(aReport('SUCCEEDED'));
  await bench.addFile({ madeByJob: doneJob });
  await bench.submit(await bench.addFile());
  const planned = await plan();

  if ('refused' in planned) throw new Error(planned.message);
  expect(planned.selection.eligible.toSorted()).toEqual([missing.resource.id, failedOn].toSorted());
  expect(planned.selection.notEligible).toEqual(
    new Map([
      ['other_type', 1],
      ['already_done', 1],
      ['own_output', 1],
      ['job_open', 1],
    ]),
  );
  await bench.start(planned);
  await bench.finish();
  expect((await plan()) as object).toMatchObject({ selection: { eligible: [] } });
});

test('keeps to the dataset', async () => {
  const [inside] = [await bench.addFile(), await bench.addFile()];
  const { datasetId, resource } = inside;

  expect(await planRunMissing(bench.ports, ANA_CALLING, { extractor: WORD_COUNT, datasetId })).toMatchObject({
    selection: { eligible: [resource.id] },
  });
});

test('runs again what an older version did', async () => {
  await bench.submit(await bench.addFile());
  await (await bench.claim()).report(aReport('SUCCEEDED'));

  expect(await plan({ sinceVersion: '1.0' })).toMatchObject({ selection: { eligible: [] } });
  expect(await plan({ sinceVersion: '1.1' })).toMatchObject({
    selection: { eligible: [expect.any(String)] },
  });
});

test('counts apart what an unknown version did, and runs it if that is chosen', async () => {
  const file = await bench.addFile();
  const id = await bench.submit(file);
  await (await bench.claim()).report(aReport('SUCCEEDED'));
  await bench.db.updateTable('jobs').set({ extractor_version: null }).where('id', '=', id).execute();

  expect(await plan()).toMatchObject({ selection: { notEligible: new Map([['already_done', 1]]) } });
  expect(await plan({ sinceVersion: '1.1' })).toMatchObject({
    selection: { eligible: [], notEligible: new Map([['version_unknown', 1]]) },
  });
  const planned = await plan({ sinceVersion: '1.1', includeUnknown: true });
  expect(planned).toMatchObject({ selection: { eligible: [file.resource.id] } });
  const operation = await bench.start(planned);
  await bench.finish();
  expect(await bench.operation(operation)).toMatchObject({ done: 1, failedCount: 0 });
});

test('runs what the limit of a chain stopped, and not what the extractor skipped', async () => {
  const [stopped, skipped] = [await bench.addFile(), await bench.addFile()];
  const led = { jobId: v4(), extractor: WORD_COUNT };
  await bench.db
    .transaction()
    .execute((trx) => submitJobs(trx, [wanted({ ...stopped, chain: [led] })], bench.now(), { maxChain: 0 }));
  await bench.submit(skipped);
  await (await bench.claim()).report(aReport('SKIPPED'));

  expect(await plan()).toMatchObject({
    selection: { eligible: [stopped.resource.id], notEligible: new Map([['already_done', 1]]) },
  });
});

test('two that were requested at once submit no file twice', async () => {
  const file = await bench.addFile();
  const [one, other] = [await plan(), await plan()];
  await Promise.all([bench.start(one), bench.start(other)]);
  await Promise.all([bench.finish(), bench.finish()]);

  const jobs = await bench.db
    .selectFrom('jobs')
    .select('id')
    .where('resource_id', '=', file.resource.id)
    .execute();
  expect(jobs).toHaveLength(1);
});

test('an unknown extractor or dataset is refused', async () => {
  const unknown = { extractor: 'nobody' };
  expect(await planRunMissing(bench.ports, ANA_CALLING, unknown)).toMatchObject({
    refused: 'extractor_not_found',
  });
  const elsewhere = { extractor: WORD_COUNT, datasetId: v4() };
  expect(await planRunMissing(bench.ports, ANA_CALLING, elsewhere)).toMatchObject({
    refused: 'dataset_not_found',
  });
});
