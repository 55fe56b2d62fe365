import { Icon } from '../../design/icon.tsx';
import './upload.css';

export interface DropZoneProps {
  /** Files are held over the window. */
  readonly held: boolean;
  readonly onChoose: () => void;
}

/** Says that files can be dropped; the whole window takes them. */
export const DropZone = ({ held, onChoose }: DropZoneProps) => (
  <div className="dz" data-held={held || undefined}>
    <Icon name="upload" />
    {held ? (
      <span>Let go to upload</span>
    ) : (
      <span>
        Drop files here or{' '}
        <button type="button" className="link" onClick={onChoose}>
          choose them
        </button>
      </span>
    )}
  </div>
);
