import { ApiError } from '@pawprint/protocol/client';
import { example } from '../gallery/example.tsx';
import { ConfirmDialog } from './confirm-dialog.tsx';

const common = {
  opened: true,
  title: 'Delete plot-07-soil-cores.txt?',
  act: 'Delete the file',
  acting: false,
  error: null,
  onAct: () => undefined,
  onClose: () => undefined,
  children: 'The file, its metadata and its previews will be deleted and cannot be restored.',
};

export const Asking = example(<ConfirmDialog {...common} />);

export const Acting = example(<ConfirmDialog {...common} acting />);

export const Failed = example(
  <ConfirmDialog {...common} error={new ApiError(503, 'unavailable', 'The database does not answer.')} />,
);

export const Harmless = example(
  <ConfirmDialog {...common} harmless title="Send 14 messages again?" act="Replay all" />,
);
