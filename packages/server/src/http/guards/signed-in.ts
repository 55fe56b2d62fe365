import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Caller } from '../caller.ts';
import { refuse } from '../handler.ts';
import { sendRefusal } from '../send-refusal.ts';

/** Who is asking, or null where nobody can be made out. Never throws for what a client sent. */
export type Authenticate = (request: FastifyRequest) => Promise<Caller | null>;

/** Before the body is read: what nobody may send is not taken in. */
export const signedIn =
  (authenticate: Authenticate) =>
  async (request: FastifyRequest, reply: FastifyReply): Promise<unknown> => {
    request.caller = await authenticate(request);
    if (request.caller) return undefined;
    return sendRefusal(request, reply, refuse('not_signed_in', 'Sign in, or send an API key.'));
  };
