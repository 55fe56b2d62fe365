import { Readable } from 'node:stream';
import type { FastifyReply } from 'fastify';
import { ANSWERED } from './handler.ts';

/**
 * Answers with a JSON list, group by group as they are read. The first one is read before the answer begins, so that a
 * failure of the database is an answer of its own.
 *
 * @param write undefined leaves an item out
 */
export const sendJsonList = async <Item>(
  reply: FastifyReply,
  groups: AsyncGenerator<readonly Item[]>,
  write: (item: Item) => readonly (string | Uint8Array)[] | undefined,
): Promise<typeof ANSWERED> => {
  const first = await groups.next();
  const rest = async function* () {
    let separator = '[';
    for (let group = first; group.done !== true; group = await groups.next())
      for (const item of group.value) {
        const pieces = write(item);
        if (pieces === undefined) continue;
        yield separator;
        yield* pieces;
        separator = ',';
      }
    yield separator === '[' ? '[]' : ']';
  };
  void reply.type('application/json; charset=utf-8').send(Readable.from(rest(), { objectMode: false }));
  return ANSWERED;
};
