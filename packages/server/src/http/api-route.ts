import type { Route } from '@pawprint/protocol';
import type { Caller } from '../model/caller.ts';

declare module 'fastify' {
  interface FastifyContextConfig {
    /** The line of the route table this was registered from; unset for pages and static files. */
    readonly apiRoute?: Route;
  }
  interface FastifyRequest {
    /** Who is asking: set by the guard before the body is read, null on open routes. */
    caller: Caller | null;
  }
}
