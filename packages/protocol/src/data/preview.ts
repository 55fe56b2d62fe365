import { z } from 'zod';
import { Id, Time } from '../http/fields.ts';

export const Preview = z
  .object({
    id: Id,
    title: z.string(),
    contentType: z.string(),
    size_bytes: z.number().int().nonnegative(),
    extractor: z.string().nullable(),
    job_id: Id.nullable(),
    created_at: Time,
  })
  .meta({ id: 'Preview' });
export type Preview = z.infer<typeof Preview>;

export const ListedPreview = z.object({ id: Id, filename: z.string(), contentType: z.string() });

/** Which of Clowder's own viewers shows it is empty: there are none here. */
const ShownPreview = z.object({
  pv_id: Id,
  p_id: z.string(),
  p_path: z.string(),
  p_main: z.string(),
  pv_route: z.string(),
  pv_contenttype: z.string(),
  pv_length: z.string(),
});

export const PreviewsOfFile = z.object({ file_id: Id, previews: z.array(ShownPreview) });
export type PreviewsOfFile = z.infer<typeof PreviewsOfFile>;
