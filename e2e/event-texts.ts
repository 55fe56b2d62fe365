import type { Client } from '@pawprint/protocol';

/** `job id/message` of every event of these jobs. */
export const eventTexts = async (client: Client, jobIds: readonly string[]): Promise<string[]> => {
  const texts: string[] = [];
  for (const id of jobIds) {
    const events = await client.call('listJobEvents', { params: { id }, query: { limit: 1000 } });
    texts.push(...(events?.items ?? []).map(({ message }) => `${id}/${message}`));
  }
  return texts;
};
