import type { IconName } from '../design/icon.tsx';

export type FileKind = 'image' | 'text' | 'archive' | 'other';

const TEXT = /^text\/|[/+](json|xml|yaml|x-yaml|javascript|sql|toml|x-ndjson|x-sh)$/;
const ARCHIVE = /\/(zip|gzip|x-tar|x-gzip|x-7z-compressed|x-rar-compressed|vnd\.rar|x-bzip2|x-xz|zstd)$/;

/** What kind of file a MIME type stands for; its parameters, such as a charset, are ignored. */
export const fileKind = (mimeType: string): FileKind => {
  const bare = mimeType.split(';')[0]?.trim().toLowerCase() ?? '';
  if (bare.startsWith('image/')) return 'image';
  if (TEXT.test(bare)) return 'text';
  return ARCHIVE.test(bare) ? 'archive' : 'other';
};

/** Whether every browser can show a file of this MIME type as an image. */
export const isBrowserImage = (mimeType: string): boolean =>
  /^image\/(png|jpeg|gif|webp|avif|svg\+xml|bmp)\b/.test(mimeType.toLowerCase());

const ICONS: Readonly<Record<FileKind, IconName>> = {
  image: 'image',
  text: 'file',
  archive: 'archive',
  other: 'file',
};

export const fileIcon = (mimeType: string): IconName => ICONS[fileKind(mimeType)];
