import type { ExtractedMetadata } from '@pawprint/protocol';
import { previewsByExtractor, type TagsOfOne, tagsByMaker } from '../../data/extracted-metadata.ts';
import type { FileRef } from '../../data/file.ts';
import type { Preview } from '../../data/preview.ts';
import type { StoredTag } from '../../store/data/tags.ts';

const maker = ({ extractor, userId }: TagsOfOne) => {
  if (extractor !== null) return { extractor_id: extractor };
  return userId === null ? {} : { userId };
};

/** Clowder's word where nobody said which extractor it was. */
const UNNAMED = 'Other';

export const wireExtractedMetadata = (
  file: Pick<FileRef, 'id' | 'name'>,
  parts: { readonly tags: readonly StoredTag[]; readonly previews: readonly Preview[] },
  publicUrl: string,
): ExtractedMetadata => ({
  file_id: file.id,
  filename: file.name,
  tags: tagsByMaker(parts.tags).map((group) => ({ ...maker(group), values: [...group.tags] })),
  previews: previewsByExtractor(parts.previews).map(({ extractor, previews }) => ({
    extractor_id: extractor ?? UNNAMED,
    values: previews.map(({ id, mime }) => ({
      preview_id: id,
      contentType: mime,
      url: `${publicUrl}/api/previews/${id}`,
    })),
  })),
  'versus descriptors url': '',
});
