import type { IconName } from '../design/icon.tsx';

export type Kind = 'image' | 'text' | 'archive' | 'other';

const TEXT = /^text\/|[/+](json|xml|yaml|x-yaml|javascript|sql|toml|x-ndjson|x-sh)$/;
const ARCHIVE = /\/(zip|gzip|x-tar|x-gzip|x-7z-compressed|x-rar-compressed|vnd\.rar|x-bzip2|x-xz|zstd)$/;

/** What a browser can make of a MIME type; parameters like a charset do not matter. */
export const kindOfType = (type: string): Kind => {
  const bare = type.split(';')[0]?.trim().toLowerCase() ?? '';
  if (bare.startsWith('image/')) return 'image';
  if (TEXT.test(bare)) return 'text';
  return ARCHIVE.test(bare) ? 'archive' : 'other';
};

/** Formats every browser draws by itself. */
export const isDrawable = (type: string): boolean =>
  /^image\/(png|jpeg|gif|webp|avif|svg\+xml|bmp)\b/.test(type.toLowerCase());

const ICONS: Readonly<Record<Kind, IconName>> = {
  image: 'image',
  text: 'file',
  archive: 'archive',
  other: 'file',
};

export const iconOfType = (type: string): IconName => ICONS[kindOfType(type)];
