import { example } from '../../gallery/example.tsx';
import { DropZone } from './drop-zone.tsx';
import { UploadPanel } from './upload-panel.tsx';
import type { Upload, UploadProgress, UploadQueue } from './upload-queue.ts';

const upload = (id: string, progress: UploadProgress, over: Partial<Upload> = {}): Upload => ({
  id,
  datasetId: 'd1',
  name: `core-${id}.txt`,
  size: 214_000_000,
  type: 'text/plain',
  progress,
  ...over,
});

const waiting = { status: 'waiting' } as const;
const done = { status: 'done', fileId: 'f1' } as const;

const panel = (uploads: UploadQueue) =>
  example(<UploadPanel uploads={uploads} dragging={false} onChoose={() => undefined} />);

export const Sending = panel([
  upload('1', done),
  upload('2', { status: 'sending', sent: 116_000_000, at: 0, speed: 7_900_000 }),
  upload('3', { status: 'sending', sent: 214_000_000, at: 0, speed: 7_900_000 }, { type: 'image/png' }),
  upload('4', { status: 'sending', sent: 0, at: 0, speed: null }),
  ...['5', '6', '7', '8', '9', '10', '11'].map((id) => upload(id, waiting)),
]);

export const Failed = panel([
  upload('1', {
    status: 'failed',
    reason: 'the connection was cut; a retry stores it once',
    retryable: true,
  }),
  upload('2', {
    status: 'failed',
    reason: 'folders cannot be uploaded; drop the files in it instead',
    retryable: false,
  }),
  upload('3', { status: 'sending', sent: 20_000_000, at: 0, speed: 400_000 }),
]);

export const Done = panel([upload('1', done), upload('2', done)]);

export const Dragging = example(<DropZone dragging onChoose={() => undefined} />);
