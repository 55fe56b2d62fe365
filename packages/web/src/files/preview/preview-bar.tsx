import { createContext, type ReactNode, useContext, useState } from 'react';
import { createPortal } from 'react-dom';
import layout from '../../design/layout.module.css';
import styles from './preview-bar.module.css';

const Slot = createContext<HTMLElement | null>(null);

interface PreviewBarProps {
  /** Ways to look at the file. */
  readonly ways: ReactNode;
  /** What stands at the end of the line. */
  readonly actions: ReactNode;
  /** The view below the line. */
  readonly children: ReactNode;
}

/** One line above a view, which the view itself adds to by `InPreviewBar`. */
export const PreviewBar = ({ ways, actions, children }: PreviewBarProps) => {
  const [slot, setSlot] = useState<HTMLElement | null>(null);
  return (
    <Slot value={slot}>
      <div className={styles.bar}>
        {ways}
        <div ref={setSlot} className={`${styles.slot} ${layout.fill}`} />
        {actions}
      </div>
      {children}
    </Slot>
  );
};

/** Puts what a view says of itself, and its buttons, into the line above it. */
export const InPreviewBar = ({ children }: { readonly children: ReactNode }) => {
  const slot = useContext(Slot);
  return slot ? createPortal(children, slot) : null;
};
