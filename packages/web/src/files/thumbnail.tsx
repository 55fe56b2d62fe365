import clsx from 'clsx';
import { client } from '../api/client.ts';
import { Icon } from '../design/icon.tsx';
import { fileIcon, fileKind } from './file-type.ts';
import styles from './thumbnail.module.css';

interface ThumbnailProps {
  /** The id of an extractor's thumbnail, if one has made any. */
  readonly thumbnail: string | null;
  readonly mimeType: string;
  readonly large?: boolean;
}

/** A small picture of a file, or the icon of its kind in a box of the same size: a picture that comes later moves nothing. */
export const Thumbnail = ({ thumbnail, mimeType, large = false }: ThumbnailProps) => (
  <span className={clsx(styles.thumbnail, large && styles.large)}>
    {thumbnail ? (
      <img
        src={client.url('downloadThumbnail', { params: { id: thumbnail }, query: { disposition: 'inline' } })}
        alt=""
        loading="lazy"
      />
    ) : (
      <Placeholder mimeType={mimeType} large={large} />
    )}
  </span>
);

const Placeholder = ({ mimeType, large }: { readonly mimeType: string; readonly large: boolean }) =>
  large && fileKind(mimeType) === 'text' ? <TextLines /> : <Icon name={fileIcon(mimeType)} />;

/** A page of text, drawn as lines. */
const TextLines = () => (
  <svg viewBox="0 0 96 72" className={styles.lines} aria-hidden="true">
    <path d="M12 12h30M12 20h66M12 26h60M12 32h70M12 38h52M12 46h64M12 52h70M12 58h38" />
  </svg>
);
