import { afterAll, beforeAll, expect, test } from 'vitest';
import { createJobsBench, type JobsBench } from '../../jobs/jobs.builder.ts';
import { aManualBroker, dispatchPorts } from './dispatch.builder.ts';
import { dispatchAll } from './dispatcher.ts';

let bench: JobsBench;
beforeAll(async () => {
  bench = await createJobsBench(['amber', 'blue']);
  for (const queue of ['amber', 'blue'])
    await bench.db.updateTable('extractors').set({ queue }).where('name', '=', queue).execute();
});
afterAll(() => bench.close());

test('a failed dispatch to one extractor does not delay the others', async () => {
  await bench.submit({ extractor: 'amber' });
  const id = await bench.submit({ extractor: 'blue' });
  const broker = aManualBroker();
  const errors: unknown[] = [];
  const credentials = {
    issue: async ({ extractor }: { readonly extractor: string }) => {
      if (extractor === 'amber') throw new Error('no credential');
      return 'a credential';
    },
  };
  const ports = dispatchPorts(bench, broker, { credentials });
  await dispatchAll({ ...ports, canDispatch: () => true, onError: (error) => errors.push(error) });
  expect(broker.sent.map((message) => message.id)).toEqual([id]);
  expect(errors).toMatchObject([{ message: 'no credential' }]);
});
