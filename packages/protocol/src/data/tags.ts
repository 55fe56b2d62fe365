import { z } from 'zod';
import { Id } from '../http/fields.ts';

/** Whitespace inside a tag is collapsed; empty tags are dropped. */
export const TagsBody = z
  .object({ tags: z.array(z.string().max(200)).max(500), extractor_id: z.string().optional() })
  .loose();
export const TagsAnswer = z.object({ id: Id, filename: z.string().optional(), tags: z.array(z.string()) });
