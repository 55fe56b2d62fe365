import { ActionIcon, Button } from '@mantine/core';
import { formatBytes, formatBytesOf } from '../../design/bytes.ts';
import { formatRoughly } from '../../design/duration.ts';
import { Icon, type IconName } from '../../design/icon.tsx';
import { iconOfType } from '../kind-of-type.ts';
import type { Upload } from './upload-queue.ts';

/** "116 of 214 MB, 7.9 MB/s, 12 s left" */
const sendingWords = (size: number, sent: number, speed: number | null): string => {
  if (sent >= size) return `${formatBytes(size)}, being stored`;
  const words = [formatBytesOf(sent, size)];
  if (speed) words.push(`${formatBytes(speed)}/s`, `${formatRoughly(((size - sent) / speed) * 1000)} left`);
  return words.join(', ');
};

interface UploadRowProps {
  readonly upload: Upload;
  readonly onRemove: () => void;
  readonly onRetry: () => void;
}

const Failure = ({ why, onRetry }: { readonly why: string; readonly onRetry: (() => void) | null }) => (
  <>
    <span className="msg err" title={why}>
      Not uploaded: {why}
    </span>
    <span className="num">
      {onRetry ? (
        <Button size="xs" leftSection={<Icon name="redo" />} onClick={onRetry}>
          Try again
        </Button>
      ) : null}
    </span>
  </>
);

const Progress = ({ upload: { name, size, progress } }: { readonly upload: Upload }) => {
  const sent = progress.is === 'sending' ? progress.sent : 0;
  const words =
    progress.is === 'sending'
      ? sendingWords(size, sent, progress.speed)
      : `${formatBytes(size)}, waiting for a slot`;
  return (
    <>
      <progress className="up-bar" aria-label={name} value={sent} max={Math.max(size, 1)} />
      <span className="dim num">{words}</span>
    </>
  );
};

const Sign = ({ icon }: { readonly icon: IconName }) => (
  <span className={icon === 'failed' ? 'st-failed' : ''}>
    <Icon name={icon} />
  </span>
);

export const UploadRow = ({ upload, onRemove, onRetry }: UploadRowProps) => {
  const { name, progress } = upload;
  const failed = progress.is === 'failed';
  const act = `${failed ? 'Remove' : 'Cancel'} ${name}`;
  return (
    <li className="up" data-failed={failed || undefined}>
      <Sign icon={failed ? 'failed' : iconOfType(upload.type)} />
      <span className="trunc" title={name}>
        {name}
      </span>
      {failed ? (
        <Failure why={progress.why} onRetry={progress.again ? onRetry : null} />
      ) : (
        <Progress upload={upload} />
      )}
      <ActionIcon aria-label={act} title={act} onClick={onRemove}>
        <Icon name="x" />
      </ActionIcon>
    </li>
  );
};
