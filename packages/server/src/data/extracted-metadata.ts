import type { StoredTag } from '../store/data/tags.ts';
import type { Preview } from './preview.ts';

/** Who tagged: an extractor, or else a person (null once the account is gone). */
export interface TagsOfOne {
  readonly extractor: string | null;
  readonly userId: string | null;
  readonly tags: readonly string[];
}

export interface PreviewsOfOne {
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

export const tagsByMaker = (tags: readonly StoredTag[]): TagsOfOne[] =>
  grouped(tags, ({ extractor, userId }) => JSON.stringify(extractor ? [extractor] : [null, userId])).map(
    ([first, ...others]) => ({
      extractor: first.extractor,
      userId: first.extractor ? null : first.userId,
      tags: [first, ...others].map(({ name }) => name),
    }),
  );

export const previewsByExtractor = (previews: readonly Preview[]): PreviewsOfOne[] =>
  grouped(previews, ({ extractor }) => JSON.stringify(extractor)).map((group) => ({
    extractor: group[0].extractor,
    previews: group,
  }));
