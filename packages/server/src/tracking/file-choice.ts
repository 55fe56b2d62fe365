import { matchesFileType } from '@pawprint/core';
import type { FileRef } from '../data/file.ts';

/** Which of a dataset's files are meant: those that pass every condition given. */
export interface FileChoice {
  readonly fileIds?: readonly string[] | undefined;
  /** With or without their dot, in any case. */
  readonly extensions?: readonly string[] | undefined;
  /** MIME patterns. */
  readonly types?: readonly string[] | undefined;
}

const hasExtension = ({ name }: FileRef, extension: string): boolean =>
  name.toLowerCase().endsWith(`.${extension.toLowerCase().replace(/^\./, '')}`);

export const chooseFiles = (
  files: readonly FileRef[],
  { fileIds, extensions, types }: FileChoice,
): readonly FileRef[] => {
  const named = fileIds && new Set(fileIds.map((id) => id.toLowerCase()));
  return files.filter(
    (file) =>
      (!named || named.has(file.id)) &&
      (!extensions || extensions.some((extension) => hasExtension(file, extension))) &&
      (!types || types.some((type) => matchesFileType(type, file.mime))),
  );
};
