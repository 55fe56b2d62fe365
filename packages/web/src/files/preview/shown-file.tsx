import { type Example, example } from '../../gallery/example.tsx';
import type { Bytes } from '../../gallery/fake-api.ts';
import { aFileInfo } from '../builders.ts';
import { PreviewPanel } from './preview-panel.tsx';

/** For tests and the gallery: the preview of a file of this name and type, with these bytes. */
export const shown = (filename: string, type: string, content: Bytes): Example =>
  example(
    <PreviewPanel file={aFileInfo({ filename, 'content-type': type, size_bytes: sizeOf(content) })} />,
    { downloadFile: content },
  );

const sizeOf = (content: Bytes): number => {
  if (typeof content === 'string') return new TextEncoder().encode(content).length;
  return 'read' in content ? content.size : content.length;
};
