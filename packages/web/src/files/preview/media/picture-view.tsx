import { Button } from '@mantine/core';
import {
  type KeyboardEvent,
  type PointerEvent,
  type RefObject,
  useCallback,
  useEffect,
  useRef,
  useState,
} from 'react';
import { LoadingRows } from '../../../design/loading-rows.tsx';
import text from '../../../design/text.module.css';
import { Broken } from '../no-preview.tsx';
import { InPreviewBar } from '../preview-bar.tsx';
import type { Previewed } from '../previewed.ts';
import styles from './picture-view.module.css';
import { moveBy, type Point, type Size, WHOLE, type Zoom, zoomAt, zoomByKey } from './zoom.ts';

/** A picture. One without an address of its own, such as an entry of an archive, is read first. */
export const PictureView = ({ of }: { readonly of: Previewed }) => {
  const address = useAddress(of);
  return address === undefined ? (
    <LoadingRows what="the picture" rows={8} height={24} />
  ) : (
    <Picture address={address} name={of.name} />
  );
};

/** What has none gets an address in the browser, for as long as it is shown. */
const useAddress = ({ url, bytes, mimeType }: Previewed): string | undefined => {
  const [made, setMade] = useState<string>();
  useEffect(() => {
    if (url !== null) return undefined;
    let address: string | undefined;
    const stop = new AbortController();
    const make = async (): Promise<void> => {
      const content = await bytes.read(0, bytes.size, stop.signal);
      if (stop.signal.aborted) return;
      address = URL.createObjectURL(new Blob([content], { type: mimeType }));
      setMade(address);
    };
    void make();
    return () => {
      stop.abort();
      if (address !== undefined) URL.revokeObjectURL(address);
    };
  }, [url, bytes, mimeType]);
  return url ?? made;
};

interface PictureProps {
  readonly address: string;
  readonly name: string;
}

/** Enlarged by wheel, keys, buttons or two fingers, and moved by dragging or the arrow keys. */
const Picture = ({ address, name }: PictureProps) => {
  const frame = useRef<HTMLElement>(null);
  const picture = useRef<HTMLImageElement>(null);
  const natural = useNaturalSize(picture);
  const { zoom, setZoom, pointers } = useZoom(frame, picture);
  if (natural === 'broken') return <Broken what="picture" reason="The browser cannot read it." />;
  const press = (key: string): void => setZoom((before, size) => zoomByKey(key, before, size) ?? before);
  const onKeyDown = (event: KeyboardEvent): void => {
    const { key, ctrlKey, metaKey, altKey } = event;
    const isArrow = key.startsWith('Arrow');
    // At the whole picture, arrow keys scroll the page.
    if (ctrlKey || metaKey || altKey || (isArrow && zoom.scale === 1)) return;
    if (zoomByKey(key, WHOLE, { width: 0, height: 0 }) === undefined) return;
    event.preventDefault();
    press(key);
  };
  return (
    <>
      <InPreviewBar>
        <span className={text.dimmed}>
          {natural ? `${natural.width} × ${natural.height} pixels, ` : ''}
          {Math.round(zoom.scale * 100)} %
        </span>
        <ZoomButtons zoom={zoom} onPress={press} />
      </InPreviewBar>
      <section
        {...FOCUSABLE}
        {...{ ...pointers, onKeyDown }}
        ref={frame}
        className={styles.frame}
        data-enlarged={zoom.scale > 1 || undefined}
        aria-label={`Picture ${name}. Enlarge it with + and -, move it with the arrow keys`}
      >
        <img
          ref={picture}
          className={styles.picture}
          src={address}
          alt={name}
          draggable={false}
          style={{ transform: `translate(${zoom.x}px, ${zoom.y}px) scale(${zoom.scale})` }}
        />
      </section>
    </>
  );
};

/** Keys are for what has the focus. */
const FOCUSABLE = { tabIndex: 0 };

interface ZoomButtonsProps {
  readonly zoom: Zoom;
  readonly onPress: (key: string) => void;
}

const ZoomButtons = ({ zoom, onPress }: ZoomButtonsProps) => (
  <>
    <Button size="xs" variant="subtle" aria-label="Enlarge" title="Enlarge (+)" onClick={() => onPress('+')}>
      +
    </Button>
    <Button
      size="xs"
      variant="subtle"
      aria-label="Reduce"
      title="Reduce (-)"
      disabled={zoom.scale === 1}
      onClick={() => onPress('-')}
    >
      −
    </Button>
    <Button
      size="xs"
      variant="subtle"
      title="Whole picture (0)"
      disabled={zoom.scale === 1}
      onClick={() => onPress('0')}
    >
      Whole picture
    </Button>
  </>
);

/** Of the picture in pixels, once it can be shown. */
const useNaturalSize = (picture: RefObject<HTMLImageElement | null>): Size | 'broken' | null => {
  const [natural, setNatural] = useState<Size | 'broken' | null>(null);
  useEffect(() => {
    const shown = picture.current;
    shown?.decode().then(
      () => setNatural({ width: shown.naturalWidth, height: shown.naturalHeight }),
      // Decoding ends, too, when the picture is taken away.
      () => setNatural((before) => (shown.isConnected ? 'broken' : before)),
    );
  }, [picture]);
  return natural;
};

type Change = (zoom: Zoom, size: Size) => Zoom;

const useZoom = (frame: RefObject<HTMLElement | null>, picture: RefObject<HTMLImageElement | null>) => {
  const [zoom, setState] = useState(WHOLE);
  /** Where each finger, or the mouse, is pressed. */
  const pressed = useRef(new Map<number, Point>());
  const setZoom = useCallback(
    (change: Change): void => {
      const size = { width: picture.current?.offsetWidth ?? 0, height: picture.current?.offsetHeight ?? 0 };
      setState((before) => change(before, size));
    },
    [picture],
  );
  useWheel(frame, setZoom);
  const release = ({ pointerId }: PointerEvent): void => void pressed.current.delete(pointerId);
  const pointers = {
    onPointerDown: (event: PointerEvent<HTMLElement>): void => {
      pressed.current.set(event.pointerId, pointOf(event, event.currentTarget));
      event.currentTarget.setPointerCapture(event.pointerId);
    },
    onPointerMove: (event: PointerEvent<HTMLElement>): void => {
      const before = [...pressed.current.values()];
      if (!pressed.current.has(event.pointerId)) return;
      pressed.current.set(event.pointerId, pointOf(event, event.currentTarget));
      const after = [...pressed.current.values()];
      const [from, to] = [middleOf(before), middleOf(after)];
      const factor = before.length < 2 ? 1 : distanceOf(after) / Math.max(1, distanceOf(before));
      setZoom((old, size) =>
        moveBy(zoomAt(old, factor, from, size), { x: to.x - from.x, y: to.y - from.y }, size),
      );
    },
    onPointerUp: release,
    onPointerCancel: release,
  };
  return { zoom, setZoom, pointers };
};

/** React listens to the wheel without a way to keep the page from scrolling. */
const useWheel = (frame: RefObject<HTMLElement | null>, setZoom: (change: Change) => void): void => {
  useEffect(() => {
    const element = frame.current;
    const onWheel = (event: WheelEvent): void => {
      // Else the wheel scrolls the page. Browsers send pinching on a touchpad with Ctrl.
      if (!element || (!event.ctrlKey && document.activeElement !== element)) return;
      event.preventDefault();
      const factor = Math.exp(-event.deltaY * WHEEL_SPEED);
      setZoom((before, size) => zoomAt(before, factor, pointOf(event, element), size));
    };
    element?.addEventListener('wheel', onWheel, { passive: false });
    return () => element?.removeEventListener('wheel', onWheel);
  }, [frame, setZoom]);
};

const WHEEL_SPEED = 0.002;

/** From the middle of an element. */
const pointOf = ({ clientX, clientY }: { clientX: number; clientY: number }, element: Element): Point => {
  const { left, top, width, height } = element.getBoundingClientRect();
  return { x: clientX - left - width / 2, y: clientY - top - height / 2 };
};

const middleOf = (points: readonly Point[]): Point => {
  const sum = points.reduce((all, { x, y }) => ({ x: all.x + x, y: all.y + y }), { x: 0, y: 0 });
  return { x: sum.x / points.length, y: sum.y / points.length };
};

const distanceOf = ([one, other]: readonly Point[]): number =>
  one && other ? Math.hypot(one.x - other.x, one.y - other.y) : 1;
