import { ActionIcon, Button, Progress, VisuallyHidden } from '@mantine/core';
import { formatBytes, formatBytesOf } from '../../design/bytes.ts';
import { countOf } from '../../design/count.ts';
import { formatRoughly } from '../../design/duration.ts';
import { Icon } from '../../design/icon.tsx';
import layout from '../../design/layout.module.css';
import { Panel } from '../../design/panel.tsx';
import text from '../../design/text.module.css';
import { fileIcon } from '../file-type.ts';
import { DropZone, type DropZoneProps } from './drop-zone.tsx';
import styles from './upload-panel.module.css';
import type { Upload, UploadQueue } from './upload-queue.ts';
import { isUnfinished, shownUploads, summarizeUploads, type UploadSummary } from './upload-summary.ts';
import { useUploads } from './use-uploads.ts';

interface UploadPanelProps extends DropZoneProps {
  readonly uploads: UploadQueue;
}

/** The drop zone and a row for each upload. One line high once all files have been uploaded. */
export const UploadPanel = ({ uploads, ...zone }: UploadPanelProps) => {
  const busy = uploads.some(({ progress }) => progress.status !== 'done');
  return (
    <Panel className={styles.panel} aria-label="Upload" data-busy={busy || undefined}>
      <DropZone {...zone} className={styles.zone} />
      <UploadList uploads={uploads} />
    </Panel>
  );
};

const UploadList = ({ uploads }: { readonly uploads: UploadQueue }) => {
  const { remove, retry } = useUploads();
  const summary = summarizeUploads(uploads);
  const { shown, more } = shownUploads(uploads);
  return (
    <div className={styles.uploads}>
      <ListHead uploads={uploads} summary={summary} />
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
      {more > 0 ? <p className={text.dimmed}>and {more} more waiting</p> : null}
      <VisuallyHidden component="output">{summary.unfinished === 0 ? headline(summary) : ''}</VisuallyHidden>
    </div>
  );
};

interface ListHeadProps {
  readonly uploads: UploadQueue;
  readonly summary: UploadSummary;
}

const ListHead = ({ uploads, summary }: ListHeadProps) => {
  const { remove } = useUploads();
  const finished = summary.unfinished === 0;
  return (
    <div className={styles.head}>
      {finished && summary.failed === 0 ? (
        <span className={text.toned} data-tone="done">
          <Icon name="done" />
        </span>
      ) : null}
      <h2>{headline(summary)}</h2>
      <span className={text.dimmed}>{progressText(summary)}</span>
      <span className={layout.fill} />
      {finished ? (
        <ActionIcon aria-label="Close the list of uploads" onClick={() => remove(idsOf(uploads))}>
          <Icon name="x" />
        </ActionIcon>
      ) : (
        <Button size="xs" variant="subtle" onClick={() => remove(idsOf(uploads.filter(isUnfinished)))}>
          Cancel all
        </Button>
      )}
    </div>
  );
};

const idsOf = (uploads: UploadQueue): string[] => uploads.map(({ id }) => id);

const fileCount = (count: number): string => countOf(count, 'file');

const headline = ({ unfinished, done, failed }: UploadSummary): string => {
  if (unfinished > 0) return `Uploading ${fileCount(unfinished)}`;
  if (done > 0) return `Uploaded ${fileCount(done)}`;
  return `${fileCount(failed)} not uploaded`;
};

/** "0.4 of 1.0 MB, about 12 s left" */
const progressText = (summary: UploadSummary): string => {
  const { unfinished, done, sentBytes, totalBytes, doneBytes, remainingMs } = summary;
  if (unfinished === 0) return done > 0 ? formatBytes(doneBytes) : '';
  const left = remainingMs === null ? [] : [`about ${formatRoughly(remainingMs)} left`];
  return [formatBytesOf(sentBytes, totalBytes), ...left].join(', ');
};

interface UploadRowProps {
  readonly upload: Upload;
  readonly onRemove: () => void;
  readonly onRetry: () => void;
}

const UploadRow = ({ upload, onRemove, onRetry }: UploadRowProps) => {
  const { name, progress } = upload;
  const failed = progress.status === 'failed';
  const removeLabel = `${failed ? 'Remove' : 'Cancel'} ${name}`;
  return (
    <li className={styles.upload} data-failed={failed || undefined}>
      <span className={failed ? text.toned : undefined} data-tone={failed ? 'failed' : undefined}>
        <Icon name={failed ? 'failed' : fileIcon(upload.type)} />
      </span>
      <span className={styles.name} title={name}>
        {name}
      </span>
      {failed ? (
        <Failure reason={progress.reason} onRetry={progress.retryable ? onRetry : null} />
      ) : (
        <UploadProgressBar upload={upload} />
      )}
      <ActionIcon className={styles.remove} aria-label={removeLabel} title={removeLabel} onClick={onRemove}>
        <Icon name="x" />
      </ActionIcon>
    </li>
  );
};

const UploadProgressBar = ({ upload: { name, size, progress } }: { readonly upload: Upload }) => {
  const sent = progress.status === 'sending' ? progress.sent : 0;
  const label =
    progress.status === 'sending'
      ? sendingText(size, sent, progress.speed)
      : `${formatBytes(size)}, waiting for a slot`;
  return (
    <>
      <Progress
        className={styles.bar}
        color="var(--accent)"
        transitionDuration={200}
        aria-label={name}
        value={(sent / Math.max(size, 1)) * 100}
      />
      <span className={styles.amount}>{label}</span>
    </>
  );
};

/** "116 of 214 MB, 7.9 MB/s, 12 s left" */
const sendingText = (size: number, sent: number, speed: number | null): string => {
  if (sent >= size) return `${formatBytes(size)}, being stored`;
  const parts = [formatBytesOf(sent, size)];
  if (speed) parts.push(`${formatBytes(speed)}/s`, `${formatRoughly(((size - sent) / speed) * 1000)} left`);
  return parts.join(', ');
};

const Failure = ({ reason, onRetry }: { readonly reason: string; readonly onRetry: (() => void) | null }) => (
  <>
    <span className={styles.failure} title={reason}>
      Not uploaded: {reason}
    </span>
    <span className={styles.retry}>
      {onRetry ? (
        <Button size="xs" leftSection={<Icon name="redo" />} onClick={onRetry}>
          Try again
        </Button>
      ) : null}
    </span>
  </>
);
