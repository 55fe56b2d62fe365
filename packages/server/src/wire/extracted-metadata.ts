import type { ExtractedMetadata } from '@pawprint/protocol';
import type { FileRef } from '../model/file.ts';
import type { Preview } from '../model/preview.ts';
import type { StoredTag } from '../model/tag.ts';

const maker = ({ extractor, userId }: TagsOfOne) => {
  if (extractor !== null) return { extractor_id: extractor };
  return userId === null ? {} : { userId };
};

/** Clowder's word where nobody said which extractor it was. */
const UNNAMED = 'Other';

export const extractedMetadataToWire = (
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

/** Who tagged: an extractor, or else a person (null once the account is gone). */
interface TagsOfOne {
  readonly extractor: string | null;
  readonly userId: string | null;
  readonly tags: readonly string[];
}

interface PreviewsOfOne {
  /** Null where nobody said which. */
  readonly extractor: string | null;
  readonly previews: readonly Preview[];
}

/** Items with the same key together, in the order in which each key first comes. */
const grouped = <Item>(
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

const tagsByMaker = (tags: readonly StoredTag[]): TagsOfOne[] =>
  grouped(tags, ({ extractor, userId }) => JSON.stringify(extractor ? [extractor] : [null, userId])).map(
    ([first, ...others]) => ({
      extractor: first.extractor,
      userId: first.extractor ? null : first.userId,
      tags: [first, ...others].map(({ name }) => name),
    }),
  );

const previewsByExtractor = (previews: readonly Preview[]): PreviewsOfOne[] =>
  grouped(previews, ({ extractor }) => JSON.stringify(extractor)).map((group) => ({
    extractor: group[0].extractor,
    previews: group,
  }));
