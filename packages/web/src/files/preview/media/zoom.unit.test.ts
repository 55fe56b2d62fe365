import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { moveBy, WHOLE, type Zoom, zoomAt, zoomByKey } from './zoom.ts';

const SIZE = { width: 400, height: 300 };

const aPoint = fc.record({
  x: fc.double({ min: -200, max: 200, noNaN: true }),
  y: fc.double({ min: -150, max: 150, noNaN: true }),
});
const aFactor = fc.double({ min: 0.1, max: 10, noNaN: true });

/** Where in the picture, from its middle at scale 1, a point of the frame is. */
const under = ({ scale, x }: Zoom, at: number): number => (at - x) / scale;

describe('zooming', () => {
  it('in keeps what is under the point there', () => {
    fc.assert(
      fc.property(aPoint, fc.double({ min: 1, max: 30, noNaN: true }), (point, factor) => {
        const zoomed = zoomAt(WHOLE, factor, point, SIZE);
        expect(under(zoomed, point.x)).toBeCloseTo(point.x, 6);
      }),
    );
  });

  it('and moving never leave the frame empty beside the picture', () => {
    fc.assert(
      fc.property(fc.array(fc.tuple(aFactor, aPoint, aPoint)), (steps) => {
        let zoom = WHOLE;
        for (const [factor, point, by] of steps) zoom = moveBy(zoomAt(zoom, factor, point, SIZE), by, SIZE);
        expect(zoom.scale).toBeGreaterThanOrEqual(1);
        expect(Math.abs(zoom.x)).toBeLessThanOrEqual(((zoom.scale - 1) * SIZE.width) / 2 + 1e-9);
        expect(Math.abs(zoom.y)).toBeLessThanOrEqual(((zoom.scale - 1) * SIZE.height) / 2 + 1e-9);
      }),
    );
  });

  it('by keys goes in, aside, and back', () => {
    const larger = zoomByKey('+', WHOLE, SIZE) ?? WHOLE;
    expect(larger.scale).toBe(1.25);
    expect(zoomByKey('ArrowRight', larger, SIZE)?.x).toBe(-50);
    expect(zoomByKey('-', larger, SIZE)).toEqual(WHOLE);
    expect(zoomByKey('0', larger, SIZE)).toEqual(WHOLE);
    expect(zoomByKey('x', larger, SIZE)).toBeUndefined();
  });
});
