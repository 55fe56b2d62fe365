/** How a picture stands in its frame: enlarged around the middle, then moved by so many px. */
export interface Zoom {
  /** 1: the whole picture fits into the frame. */
  readonly scale: number;
  readonly x: number;
  readonly y: number;
}

export interface Point {
  readonly x: number;
  readonly y: number;
}

/** Of the picture at scale 1, in px. */
export interface Size {
  readonly width: number;
  readonly height: number;
}

export const WHOLE: Zoom = { scale: 1, x: 0, y: 0 };

const MOST = 40;

/**
 * Enlarges by a factor. What lies under the point stays there, unless the picture would leave its frame.
 *
 * @param point from the middle of the frame, in px
 */
export const zoomAt = (zoom: Zoom, factor: number, point: Point, size: Size): Zoom => {
  const scale = Math.min(MOST, Math.max(1, zoom.scale * factor));
  const ratio = scale / zoom.scale;
  const to = (at: number, from: number): number => at - (at - from) * ratio;
  return keepInside({ scale, x: to(point.x, zoom.x), y: to(point.y, zoom.y) }, size);
};

export const moveBy = (zoom: Zoom, { x, y }: Point, size: Size): Zoom =>
  keepInside({ ...zoom, x: zoom.x + x, y: zoom.y + y }, size);

/** No side of the picture comes further in than it stands while the whole picture is shown. */
const keepInside = ({ scale, x, y }: Zoom, { width, height }: Size): Zoom => {
  const within = (at: number, length: number): number => {
    const most = ((scale - 1) * length) / 2;
    return Math.min(most, Math.max(-most, at));
  };
  return { scale, x: within(x, width), y: within(y, height) };
};

const STEP_PX = 60;
const FACTOR = 1.25;

/** What a key does; undefined for keys that do nothing here. */
export const zoomByKey = (key: string, zoom: Zoom, size: Size): Zoom | undefined => {
  switch (key) {
    case '+':
    case '=':
      return zoomAt(zoom, FACTOR, { x: 0, y: 0 }, size);
    case '-':
      return zoomAt(zoom, 1 / FACTOR, { x: 0, y: 0 }, size);
    case '0':
      return WHOLE;
    case 'ArrowLeft':
      return moveBy(zoom, { x: STEP_PX, y: 0 }, size);
    case 'ArrowRight':
      return moveBy(zoom, { x: -STEP_PX, y: 0 }, size);
    case 'ArrowUp':
      return moveBy(zoom, { x: 0, y: STEP_PX }, size);
    case 'ArrowDown':
      return moveBy(zoom, { x: 0, y: -STEP_PX }, size);
    default:
      return undefined;
  }
};
