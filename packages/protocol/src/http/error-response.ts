import { z } from 'zod';
import { ERROR_CODES } from './error-codes.ts';

export const ErrorResponse = z
  .object({
    error: z.object({
      code: z.enum(ERROR_CODES),
      message: z.string(),
      details: z.unknown().optional(),
    }),
  })
  .meta({ id: 'Error', description: 'What went wrong. The request changed nothing.' });
export type ErrorResponse = z.infer<typeof ErrorResponse>;
