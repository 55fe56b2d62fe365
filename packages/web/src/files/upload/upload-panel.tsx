import { ActionIcon, Button } from '@mantine/core';
import { formatBytes, formatBytesOf } from '../../design/bytes.ts';
import { countOf } from '../../design/count.ts';
import { formatRoughly } from '../../design/duration.ts';
import { Icon } from '../../design/icon.tsx';
import { DropZone, type DropZoneProps } from './drop-zone.tsx';
import type { UploadQueue } from './upload-queue.ts';
import { UploadRow } from './upload-row.tsx';
import { isOpen, shownUploads, summarise, type UploadSummary } from './upload-summary.ts';
import { useUploads } from './uploads-context.tsx';
import './upload.css';

const filesWord = (count: number): string => countOf(count, 'file');

const headline = ({ open, done, failed }: UploadSummary): string => {
  if (open > 0) return `Uploading ${filesWord(open)}`;
  if (done > 0) return `Uploaded ${filesWord(done)}`;
  return `${filesWord(failed)} not uploaded`;
};

const detail = ({ open, done, sentBytes, totalBytes, doneBytes, remainingMs }: UploadSummary): string => {
  if (open === 0) return done > 0 ? formatBytes(doneBytes) : '';
  const left = remainingMs === null ? [] : [`about ${formatRoughly(remainingMs)} left`];
  return [formatBytesOf(sentBytes, totalBytes), ...left].join(', ');
};

const idsOf = (uploads: UploadQueue): string[] => uploads.map(({ id }) => id);

const Head = ({ uploads, summary }: { readonly uploads: UploadQueue; readonly summary: UploadSummary }) => {
  const { remove } = useUploads();
  const settled = summary.open === 0;
  return (
    <div className="ups-head">
      {settled && summary.failed === 0 ? (
        <span className="st-done">
          <Icon name="done" />
        </span>
      ) : null}
      <h2>{headline(summary)}</h2>
      <span className="dim">{detail(summary)}</span>
      <span className="grow" />
      {settled ? (
        <ActionIcon aria-label="Close the list of uploads" onClick={() => remove(idsOf(uploads))}>
          <Icon name="x" />
        </ActionIcon>
      ) : (
        <Button size="xs" variant="subtle" onClick={() => remove(idsOf(uploads.filter(isOpen)))}>
          Cancel all
        </Button>
      )}
    </div>
  );
};

const Uploading = ({ uploads }: { readonly uploads: UploadQueue }) => {
  const { remove, retry } = useUploads();
  const summary = summarise(uploads);
  const { shown, more } = shownUploads(uploads);
  return (
    <div className="ups">
      <Head uploads={uploads} summary={summary} />
      <ul>
        {shown.map((upload) => (
          <UploadRow
            key={upload.id}
            upload={upload}
            onRemove={() => remove([upload.id])}
            onRetry={() => retry(upload.id)}
          />
        ))}
      </ul>
      {more > 0 ? <p className="dim">and {more} more waiting</p> : null}
      <output className="sr">{summary.open === 0 ? headline(summary) : ''}</output>
    </div>
  );
};

/** Where files are dropped and what becomes of them; one line high when all have arrived. */
export const UploadPanel = ({ uploads, ...zone }: { readonly uploads: UploadQueue } & DropZoneProps) => {
  const busy = uploads.some(({ progress }) => progress.is !== 'done');
  return (
    <section className="drop panel" aria-label="Upload" data-busy={busy || undefined}>
      <DropZone {...zone} />
      <Uploading uploads={uploads} />
    </section>
  );
};
