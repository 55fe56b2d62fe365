import type { ExtractedMetadata } from '@pawprint/protocol';
import type { FileRef } from '../model/file.ts';
import type { Preview } from '../model/preview.ts';
import type { StoredTag } from '../model/tag.ts';

const tagger = ({ extractor, userId }: TagGroup) => {
  if (extractor !== null) return { extractor_id: extractor };
  return userId === null ? {} : { userId };
};

/** Clowder's name for an extractor that is not known. */
const UNKNOWN = 'Other';

export const extractedMetadataToWire = (
  file: Pick<FileRef, 'id' | 'name'>,
  parts: { readonly tags: readonly StoredTag[]; readonly previews: readonly Preview[] },
  publicUrl: string,
): ExtractedMetadata => ({
  file_id: file.id,
  filename: file.name,
  tags: groupTags(parts.tags).map((group) => ({ ...tagger(group), values: [...group.tags] })),
  previews: groupPreviews(parts.previews).map(({ extractor, previews }) => ({
    extractor_id: extractor ?? UNKNOWN,
    values: previews.map(({ id, mime }) => ({
      preview_id: id,
      contentType: mime,
      url: `${publicUrl}/api/previews/${id}`,
    })),
  })),
  'versus descriptors url': '',
});

/** The tags of one extractor, or else of one person (null once the account is deleted). */
interface TagGroup {
  readonly extractor: string | null;
  readonly userId: string | null;
  readonly tags: readonly string[];
}

interface PreviewGroup {
  /** Null if it is not known. */
  readonly extractor: string | null;
  readonly previews: readonly Preview[];
}

/** Items by their key, groups in the order of their first items. */
const groupBy = <Item>(
  items: readonly Item[],
  keyOf: (item: Item) => string,
): readonly (readonly [Item, ...Item[]])[] => {
  const groups = new Map<string, [Item, ...Item[]]>();
  for (const item of items) {
    const group = groups.get(keyOf(item));
    if (group) group.push(item);
    else groups.set(keyOf(item), [item]);
  }
  return [...groups.values()];
};

const groupTags = (tags: readonly StoredTag[]): TagGroup[] =>
  groupBy(tags, ({ extractor, userId }) => JSON.stringify(extractor ? [extractor] : [null, userId])).map(
    ([first, ...others]) => ({
      extractor: first.extractor,
      userId: first.extractor ? null : first.userId,
      tags: [first, ...others].map(({ name }) => name),
    }),
  );

const groupPreviews = (previews: readonly Preview[]): PreviewGroup[] =>
  groupBy(previews, ({ extractor }) => JSON.stringify(extractor)).map((group) => ({
    extractor: group[0].extractor,
    previews: group,
  }));
