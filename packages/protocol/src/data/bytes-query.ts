import { z } from 'zod';

/** `inline` is heeded for images and plain text; everything else comes as an attachment whatever is asked. */
export const BytesQuery = z.object({ disposition: z.enum(['attachment', 'inline']).default('attachment') });
