import sharp, { type Sharp } from 'sharp';

/** The longer side of a preview and of a thumbnail at most, in pixels. */
export const PREVIEW_SIDE = 1_600;
export const THUMBNAIL_SIDE = 256;

/** Decoded, an image of so many pixels takes some 400 MB. */
export const MOST_PIXELS = 100_000_000;

/** An SVG of a few lines can keep a renderer busy for hours. */
const LONGEST_RENDERING_S = 60;

/** One image at a time and no cache, to leave memory and processors to other programs. */
sharp.concurrency(1);
sharp.cache(false);

const fitted = (image: Sharp, side: number): Sharp =>
  image
    .resize({ width: side, height: side, fit: 'inside', withoutEnlargement: true })
    .webp({ quality: 82 })
    .timeout({ seconds: LONGEST_RENDERING_S });

export interface Rendition {
  readonly bytes: Buffer;
  readonly width: number;
  readonly height: number;
}

const rendered = async (image: Sharp): Promise<Rendition> => {
  const { data, info } = await image.toBuffer({ resolveWithObject: true });
  return { bytes: data, width: info.width, height: info.height };
};

/**
 * A preview as people see the image: turned upright, its first page, in sRGB, with no metadata in it (a preview must not
 * tell where it was taken). Rejects when pixels are damaged or missing.
 */
export const renderPreview = (path: string): Promise<Rendition> => {
  const image = sharp(path, { autoOrient: true, failOn: 'error', limitInputPixels: MOST_PIXELS });
  return rendered(fitted(image, PREVIEW_SIDE));
};

/** A thumbnail of a preview. */
export const renderThumbnail = (preview: Rendition): Promise<Rendition> =>
  rendered(fitted(sharp(preview.bytes), THUMBNAIL_SIDE));
