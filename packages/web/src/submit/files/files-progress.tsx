import { Button } from '@mantine/core';
import { countOf, formatCount } from '../../design/count.ts';

interface FilesProgressProps {
  readonly done: number;
  readonly of: number;
  readonly onStop: () => void;
}

export const FilesProgress = ({ done, of, onStop }: FilesProgressProps) => (
  <div className="submit-progress">
    <p id="submit-progress">
      {formatCount(done)} of {countOf(of, 'file')} submitted
    </p>
    <progress aria-labelledby="submit-progress" value={done} max={of} />
    <div className="dialog-acts">
      <Button onClick={onStop}>Stop</Button>
    </div>
  </div>
);
