import { expect, test } from 'vitest';
import { problems, settle } from './look-over-page.ts';
import { openPage, signIn, useBrowser } from './open-page.ts';
import { useServer } from './use-server.ts';

const EXTRACTOR = 'e2e.changing';
const BEN = { email: 'ben@example.org', password: 'clay and silt and sand' };

useBrowser();
const server = useServer(() => ({ env: { PAWPRINT_APPROVE_CHANGES: 'on' } }));

/** Ben, who is no operator, registers the extractor of somebody else anew. */
const registerAsBen = async (): Promise<void> => {
  const { url, client } = server();
  const invited = await client.call('invite', { body: { email: BEN.email } });
  const token = invited?.url.split('#').at(-1) ?? '';
  await client.call('acceptInvitation', { body: { token, name: 'Ben Okafor', password: BEN.password } });
  const ben = await openPage();
  await signIn(ben, server(), BEN);
  const registration = { name: EXTRACTOR, version: '2.0', process: { file: ['*'] } };
  const answer = await ben.request.post(`${url}/api/extractors`, {
    headers: { origin: url },
    data: registration,
  });
  expect(await answer.text()).toContain('waits for an operator');
};

test('an operator approves a change of an extractor, which then takes effect', async () => {
  const body = { name: EXTRACTOR, version: '1.0', process: { file: ['text/*'] } };
  await server().client.call('registerExtractor', { body });
  await registerAsBen();
  const page = await openPage();
  await signIn(page, server());

  await page.goto(`${server().url}/extractors/${EXTRACTOR}?tab=changes`);
  await page.getByRole('region', { name: 'Changes' }).getByText('registered by Ben Okafor').waitFor();
  await page.getByText('text/*', { exact: true }).first().waitFor();

  await page.goto(`${server().url}/admin/extractors`);
  await settle(page);
  expect(await problems(page)).toEqual([]);
  await page.getByRole('button', { name: `Approve ${EXTRACTOR}` }).click();
  await page.getByText('No extractor and no change of one waits for approval.').waitFor();
  await page.getByText(/^approved by /).waitFor();

  await page.goto(`${server().url}/extractors/${EXTRACTOR}`);
  await page.getByRole('heading', { name: `${EXTRACTOR} 2.0` }).waitFor();
});
