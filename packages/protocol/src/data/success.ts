import { z } from 'zod';

/** What Clowder v1 answers to a change that has nothing else to say. */
export const Success = z.object({ status: z.literal('success') });
