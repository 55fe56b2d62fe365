import type { CallAnswer, CallInput, RouteName } from '@pawprint/protocol';
import { ApiError, createClient } from '@pawprint/protocol/client';

/** Same origin: the session cookie speaks. */
export const client = createClient({ baseUrl: '' });

/** Calls a route that always has something to say. Throws ApiError. */
export const ask = async <N extends RouteName>(
  name: N,
  input: CallInput<N>,
): Promise<NonNullable<CallAnswer<N>>> => {
  const answer = await client.call(name, input);
  if (answer === undefined || answer === null)
    throw new ApiError(0, 'internal', 'The server gave an empty answer.');
  return answer;
};
