import { client } from '../api/client.ts';
import { Icon } from '../design/icon.tsx';
import { iconOfType, kindOfType } from './kind-of-type.ts';
import './thumb.css';

interface ThumbProps {
  readonly thumbnail: string | null;
  readonly type: string;
  readonly large?: boolean;
}

/** What a text looks like from far away. */
const Lines = () => (
  <svg viewBox="0 0 96 72" className="thumb-lines" aria-hidden="true">
    <path d="M12 12h30M12 20h66M12 26h60M12 32h70M12 38h52M12 46h64M12 52h70M12 58h38" />
  </svg>
);

const Sign = ({ type, large }: { readonly type: string; readonly large: boolean }) =>
  large && kindOfType(type) === 'text' ? <Lines /> : <Icon name={iconOfType(type)} />;

/** A small picture of a file, or the sign of its kind in the same place: a picture that comes later moves nothing. */
export const Thumb = ({ thumbnail, type, large = false }: ThumbProps) => (
  <span className={large ? 'thumb thumb-large' : 'thumb'}>
    {thumbnail ? (
      <img src={client.url('downloadThumbnail', { params: { id: thumbnail } })} alt="" loading="lazy" />
    ) : (
      <Sign type={type} large={large} />
    )}
  </span>
);
