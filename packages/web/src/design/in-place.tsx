import { type MouseEvent, type ReactNode, Suspense } from 'react';
import { Description } from './description.tsx';
import { Icon } from './icon.tsx';
import { IconButton } from './icon-button.tsx';
import styles from './in-place.module.css';
import type { InPlaceProps } from './in-place-editing.ts';
import type { Named } from './name-form.tsx';
import { lazyPart } from './on-demand.tsx';

/** Its code loads when a text is about to be changed. */
const EditedText = lazyPart(async () => (await import('./in-place-field.tsx')).EditedText);

/** The <h1>: the name of what the page is about. Those who have the right change it where it stands. */
export const InPlaceName = (props: InPlaceProps) => (
  <InPlace {...props} part="name" label={`Rename the ${props.what}`}>
    <h1>{props.text}</h1>
  </InPlace>
);

/** The description, or a button that adds one; read only for those who have no right to change it. */
export const InPlaceDescription = (props: InPlaceProps) => (
  <InPlace
    {...props}
    part="description"
    label={props.text ? `Change the description of the ${props.what}` : 'Add a description'}
  >
    <Description text={props.text} />
  </InPlace>
);

interface PartProps extends InPlaceProps {
  readonly part: keyof Named;
  readonly label: string;
  /** The text as it is read. */
  readonly children: ReactNode;
}

const InPlace = ({ children, label, ...props }: PartProps) => {
  const { part, editing, text } = props;
  if (!editing.save) return children;
  if (editing.parts.includes(part))
    return (
      <Suspense fallback={children}>
        <EditedText {...props} save={editing.save} />
      </Suspense>
    );
  const start = (): void => editing.start(part);
  return (
    <div className={styles.place} data-part={part}>
      {/* biome-ignore lint/a11y/noStaticElementInteractions: by keyboard the button beside it does the same */}
      {/* biome-ignore lint/a11y/useKeyWithClickEvents: by keyboard the button beside it does the same */}
      {/* oxlint-disable-next-line jsx-a11y/no-static-element-interactions, jsx-a11y/click-events-have-key-events -- by keyboard the button beside it does the same */}
      <div className={styles.text} onClick={(event) => isMeant(event) && start()}>
        {children}
      </div>
      {/* The same button with and without a text: it keeps the focus when the first description comes. */}
      <IconButton
        className={text ? styles.pencil : styles.words}
        data-starts={part}
        aria-label={label}
        title={label}
        onClick={start}
      >
        {text ? <Icon name="edit" /> : label}
      </IconButton>
    </div>
  );
};

/** Neither a button in the text, nor the end of selecting a part of it. */
const isMeant = ({ target }: MouseEvent): boolean =>
  !(target instanceof Element && target.closest('button')) && document.getSelection()?.isCollapsed !== false;
