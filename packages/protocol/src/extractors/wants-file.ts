import { matchesFileType } from '@pawprint/core';
import type { Process } from './extractor.ts';

/** Whether an extractor asks for files of this MIME type: it gets a job of its own when such a file is uploaded. */
export const wantsFile = ({ file = [] }: Process, mimeType: string): boolean =>
  file.some((pattern) => matchesFileType(pattern, mimeType));
