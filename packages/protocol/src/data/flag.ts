import { z } from 'zod';

/** Yes or no in a query, as Clowder v1 reads it. */
export const Flag = (usual: 'true' | 'false') => z.enum(['true', 'false', '0', '1']).default(usual);
