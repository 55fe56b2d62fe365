import { cloneElement, lazy, type ReactElement, type Ref, Suspense, useState } from 'react';

interface ActionErrorProps {
  /** "It could not be cancelled." */
  readonly what: string;
  readonly error: Error | null;
  readonly onClose: () => void;
  /** The button that was pressed. */
  readonly children: ReactElement<{ readonly ref?: Ref<HTMLElement> }>;
}

const ErrorNote = lazy(async () => ({ default: (await import('./error-note.tsx')).ErrorNote }));

/** Shows beside a button why its action failed. The note's code is loaded when it is first needed. */
export const ActionError = ({ error, children, ...note }: ActionErrorProps) => {
  const [button, setButton] = useState<HTMLElement | null>(null);
  return (
    <>
      {cloneElement(children, { ref: setButton })}
      {error && button ? (
        <Suspense fallback={null}>
          <ErrorNote {...note} error={error} button={button} />
        </Suspense>
      ) : null}
    </>
  );
};
