import { DatabaseError } from 'pg';

/** Data exceptions, and violated constraints: PostgreSQL is there, and will say the same again. */
const REFUSED_DATA = /^2[23]/;

/** Whether PostgreSQL refused what it was given, as against being away, busy or full. */
export const isRefusedData = (error: unknown): error is DatabaseError =>
  error instanceof DatabaseError && REFUSED_DATA.test(error.code ?? '');
