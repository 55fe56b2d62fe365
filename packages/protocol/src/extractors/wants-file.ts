import { matchesFileType } from '@pawprint/core';
import type { Process } from './extractor.ts';

/** Whether an extractor is triggered by files of this MIME type: it gets a job when such a file is uploaded. */
export const wantsFile = ({ file = [] }: Process, mimeType: string): boolean =>
  file.some((pattern) => matchesFileType(pattern, mimeType));
