import type { FileInfo, Preview } from '@pawprint/protocol';
import { isDrawable, kindOfType } from '../kind-of-type.ts';

/** A picture larger than this is not worth its way for a look. */
const LARGEST_ORIGINAL = 20_000_000;

export type PreviewChoice =
  | { readonly is: 'pictures'; readonly previews: readonly Preview[] }
  | { readonly is: 'original' }
  | { readonly is: 'text' }
  | { readonly is: 'none' };

/** What an extractor made for looking at comes first; then what a browser can show of the file itself. */
export const choosePreview = (file: FileInfo): PreviewChoice => {
  const pictures = file.previews.filter(({ contentType }) => isDrawable(contentType));
  if (pictures.length > 0) return { is: 'pictures', previews: pictures };
  const type = file['content-type'];
  if (isDrawable(type) && file.size_bytes <= LARGEST_ORIGINAL) return { is: 'original' };
  return kindOfType(type) === 'text' ? { is: 'text' } : { is: 'none' };
};
