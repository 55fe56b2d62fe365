import { example } from '../gallery/example.tsx';
import { UndoBar } from './undo-bar.tsx';

const ignore = (): void => undefined;

export const Offered = example(
  <UndoBar offer={{ done: 'The name was changed.', undo: async () => undefined }} onEnd={ignore} />,
);
