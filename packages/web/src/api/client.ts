import type { CallAnswer, CallInput, RouteName } from '@pawprint/protocol';
import { ApiError, createClient } from '@pawprint/protocol/client';

/** The page's own origin; the session cookie says who is asking. */
export const client = createClient({ baseUrl: '' });

/** Calls a route whose answer always has a body. Throws ApiError. */
export const callRoute = async <N extends RouteName>(
  name: N,
  input: CallInput<N>,
): Promise<NonNullable<CallAnswer<N>>> => {
  const answer = await client.call(name, input);
  if (answer === undefined || answer === null)
    throw new ApiError(0, 'internal', 'The server gave an empty answer.');
  return answer;
};
