import type { z } from 'zod';
import type { RouteLine } from './route-line.ts';

/** The parameters and the answer of a route. The server checks them, and the OpenAPI document is made from them. */
export interface RouteContract {
  readonly tag: string;
  readonly summary: string;
  readonly params?: z.ZodType;
  readonly query?: z.ZodType;
  readonly body?: z.ZodType;
  /** Set where the body is multipart/form-data, read as a stream and not checked by a schema. */
  readonly multipart?: boolean;
  /** Default: 200. */
  readonly status?: 200 | 201 | 202 | 204;
  readonly answer?: z.ZodType;
}

/** The contracts of one subject, by the names of their routes. */
export type RouteContracts = Readonly<Record<string, RouteContract>>;

/** Everything about a route: its line in the table and its contract, defaults filled in. */
export type Route = Required<RouteLine> & RouteContract & { readonly status: 200 | 201 | 202 | 204 };
