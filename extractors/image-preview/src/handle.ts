import { fail, type Job, type JobContext, type Outcome, skip, succeed } from '@pawprint/extractor';
import { type ImageFacts, METADATA_CONTEXT, readImageFacts } from './image-facts.ts';
import { MOST_PIXELS, type Rendition, renderPreview, renderThumbnail } from './render.ts';

const WEBP = 'image/webp';

const messageOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));

const uploadFacts = async (ctx: JobContext, facts: ImageFacts): Promise<void> => {
  const { exif, exif_damage, ...image } = facts;
  if (exif_damage) ctx.log.warn(`The EXIF data can't be read: ${exif_damage}`);
  await ctx.uploadMetadata({ ...image, ...exif }, { context: METADATA_CONTEXT });
};

const uploadRenditions = async (ctx: JobContext, preview: Rendition): Promise<void> => {
  const { width, height, bytes } = preview;
  const details = {
    title: 'Preview',
    filename: 'preview.webp',
    contentType: WEBP,
    metadata: { width: `${width}`, height: `${height}` },
  };
  await ctx.uploadPreview(bytes, details);
  const thumbnail = await renderThumbnail(preview);
  await ctx.uploadThumbnail(thumbnail.bytes, { filename: 'thumbnail.webp', contentType: WEBP });
};

/**
 * Makes an image's facts, a preview and a thumbnail. A file that is not a readable image is skipped, since nothing is
 * wrong with it. An image with a good header and damaged pixels fails, because its owner should know.
 */
export const handle = async (_: Job, ctx: JobContext): Promise<Outcome> => {
  const path = await ctx.input.file();
  const facts = await readImageFacts(path).catch((error: unknown) => messageOf(error));
  if (typeof facts === 'string') return skip(`Not an image that can be read: ${facts}`);
  const title = `${facts.width} × ${facts.height} ${facts.format.toUpperCase()}`;
  ctx.progress(0.2, title);
  if (facts.width * facts.height > MOST_PIXELS) {
    await uploadFacts(ctx, facts);
    return succeed(`${title}: too large for a preview (more than ${MOST_PIXELS / 1e6} megapixels)`);
  }
  const preview = await renderPreview(path).catch((error: unknown) => messageOf(error));
  if (typeof preview === 'string') return fail(`The image is damaged: ${preview}`);
  ctx.progress(0.8, title);
  await uploadFacts(ctx, facts);
  await uploadRenditions(ctx, preview);
  return succeed(title);
};
