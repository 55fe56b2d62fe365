import type { ReactNode } from 'react';

/** Drawn on a 16 px grid with a 1.5 px line; a few parts are filled. */
const SHAPES = {
  archive: (
    <>
      <path d="M9 1.75H4.5A1.25 1.25 0 0 0 3.25 3v10a1.25 1.25 0 0 0 1.25 1.25h7A1.25 1.25 0 0 0 12.75 13V5.5z" />
      <path d="M9 1.75V5.5h3.75M6.5 2v1.5m1.5 0V5M6.5 5v1.5M8 6.5V8M6.5 8v2.5H8V8" />
    </>
  ),
  bell: <path d="M4 11V7a4 4 0 0 1 8 0v4l1 1.5H3zM6.8 14.3h2.4" />,
  book: (
    <path d="M8 4.25c-1.2-.9-2.8-1.3-5.25-1.3v9.3c2.45 0 4.05.4 5.25 1.3 1.2-.9 2.8-1.3 5.25-1.3v-9.3C10.8 2.95 9.2 3.35 8 4.25zm0 0v9.3" />
  ),
  cancelled: (
    <>
      <circle cx="8" cy="8" r="6" />
      <path d="m3.9 12.1 8.2-8.2" />
    </>
  ),
  check: <path d="m3.5 8.5 3 3 6-6.5" />,
  cols: (
    <>
      <rect x="2" y="3" width="12" height="10" rx="1.25" />
      <path d="M6.7 3v10M10.7 3v10" />
    </>
  ),
  copy: (
    <>
      <rect x="5.5" y="5.5" width="8" height="8" rx="1.5" />
      <path d="M10.5 5.5V4A1.5 1.5 0 0 0 9 2.5H4A1.5 1.5 0 0 0 2.5 4v5A1.5 1.5 0 0 0 4 10.5h1.5" />
    </>
  ),
  done: (
    <>
      <circle cx="8" cy="8" r="6" />
      <path d="m5.4 8.2 1.8 1.8 3.5-3.8" />
    </>
  ),
  dots: (
    <g fill="currentColor" stroke="none">
      <circle cx="3.5" cy="8" r="1.2" />
      <circle cx="8" cy="8" r="1.2" />
      <circle cx="12.5" cy="8" r="1.2" />
    </g>
  ),
  down: <path d="M3.5 6 8 10.5 12.5 6" />,
  download: <path d="M8 2.5v7.5m-3-3 3 3 3-3M2.5 13.5h11" />,
  failed: (
    <>
      <circle cx="8" cy="8" r="6.75" fill="currentColor" stroke="none" />
      <path d="m5.8 5.8 4.4 4.4m0-4.4-4.4 4.4" stroke="var(--surface)" />
    </>
  ),
  file: (
    <>
      <path d="M9 1.75H4.5A1.25 1.25 0 0 0 3.25 3v10a1.25 1.25 0 0 0 1.25 1.25h7A1.25 1.25 0 0 0 12.75 13V5.5z" />
      <path d="M9 1.75V5.5h3.75" />
    </>
  ),
  flask: (
    <>
      <path d="M6.5 2h3M7 2v4.2L3.3 12.4a1 1 0 0 0 .9 1.6h7.6a1 1 0 0 0 .9-1.6L9 6.2V2" />
      <path d="M5.2 9.8h5.6" />
    </>
  ),
  folder: (
    <path d="M2 4.25A1.25 1.25 0 0 1 3.25 3h2.9l1.6 1.75h5A1.25 1.25 0 0 1 14 6v5.75A1.25 1.25 0 0 1 12.75 13h-9.5A1.25 1.25 0 0 1 2 11.75z" />
  ),
  image: (
    <>
      <rect x="2" y="3" width="12" height="10" rx="1.25" />
      <circle cx="5.6" cy="6.4" r="1.1" />
      <path d="m2.5 12 3.7-3.5 2.3 2 2.5-2.5 2.8 2.7" />
    </>
  ),
  info: (
    <>
      <circle cx="8" cy="8" r="6" />
      <path d="M8 7.3v3.5" />
      <circle cx="8" cy="5.1" r=".6" fill="currentColor" stroke="none" />
    </>
  ),
  keyboard: (
    <>
      <rect x="1.5" y="4" width="13" height="8.5" rx="1.25" />
      <path d="M4 6.6h.01M6.7 6.6h.01M9.3 6.6h.01M12 6.6h.01M5 10h6" />
    </>
  ),
  leave: <path d="M6 2.75H4A1.25 1.25 0 0 0 2.75 4v8A1.25 1.25 0 0 0 4 13.25h2M10.25 11l3-3-3-3M13 8H6.5" />,
  link: (
    <path d="M6.8 9.2 9.2 6.8M7 4.8l1.4-1.4a2.97 2.97 0 0 1 4.2 4.2L11.2 9M9 11.2l-1.4 1.4a2.97 2.97 0 0 1-4.2-4.2L4.8 7" />
  ),
  lost: (
    <>
      <path d="M8 1.6 14.4 8 8 14.4 1.6 8z" />
      <path d="M6.6 6.4a1.5 1.5 0 1 1 2 1.6c-.4.2-.6.5-.6.9" />
      <circle cx="8" cy="11" r=".6" fill="currentColor" stroke="none" />
    </>
  ),
  menu: <path d="M2.5 4.5h11M2.5 8h11M2.5 11.5h11" />,
  minus: <path d="M4 8h8" />,
  moon: <path d="M13.2 9.6A5.6 5.6 0 0 1 6.4 2.8a5.6 5.6 0 1 0 6.8 6.8z" />,
  pause: <path d="M5.5 3.5v9m5-9v9" />,
  paw: (
    <>
      <ellipse cx="3.6" cy="7" rx="1.3" ry="1.7" />
      <ellipse cx="6.3" cy="3.9" rx="1.3" ry="1.8" />
      <ellipse cx="9.7" cy="3.9" rx="1.3" ry="1.8" />
      <ellipse cx="12.4" cy="7" rx="1.3" ry="1.7" />
      <path d="M8 8c1.9 0 3.6 2 3.6 3.8 0 1.2-.8 1.8-1.8 1.8-.7 0-1.1-.3-1.8-.3s-1.1.3-1.8.3c-1 0-1.8-.6-1.8-1.8C4.4 10 6.1 8 8 8z" />
    </>
  ),
  person: (
    <>
      <circle cx="8" cy="5.25" r="2.75" />
      <path d="M2.75 13.75c.5-2.6 2.6-4 5.25-4s4.75 1.4 5.25 4" />
    </>
  ),
  play: <path d="M5 3.2v9.6L12.5 8z" />,
  plus: <path d="M8 3v10M3 8h10" />,
  queued: (
    <>
      <circle cx="8" cy="8" r="6" />
      <path d="M8 4.8V8l2.2 1.6" />
    </>
  ),
  redo: (
    <>
      <path d="M2.5 8a5.5 5.5 0 1 0 1.7-4" />
      <path d="M2.4 1.8v2.7h2.7" />
    </>
  ),
  retrying: (
    <>
      <path d="M13.5 8a5.5 5.5 0 1 1-1.7-4" />
      <path d="M13.6 1.8v2.7h-2.7" />
    </>
  ),
  right: <path d="m6 3.5 4.5 4.5L6 12.5" />,
  running: (
    <g className="spin">
      <path d="M8 2a6 6 0 1 1-6 6" />
      <circle cx="8" cy="8" r="1.75" fill="currentColor" stroke="none" />
    </g>
  ),
  save: <path d="M4 2.5h8v11l-4-3-4 3z" />,
  screen: (
    <>
      <rect x="2" y="3" width="12" height="8" rx="1.25" />
      <path d="M6 13.5h4M8 11v2.5" />
    </>
  ),
  search: (
    <>
      <circle cx="7" cy="7" r="4.5" />
      <path d="m10.4 10.4 3.1 3.1" />
    </>
  ),
  skipped: <path d="m3 4 4.5 4L3 12m5-8 4.5 4L8 12" />,
  stalled: (
    <>
      <path d="M8 2.2 14.4 13.4H1.6z" />
      <path d="M8 6.4v3.2" />
      <circle cx="8" cy="11.4" r=".6" fill="currentColor" stroke="none" />
    </>
  ),
  submitted: <circle cx="8" cy="8" r="6" strokeDasharray="2.4 2.3" />,
  sun: (
    <>
      <circle cx="8" cy="8" r="2.75" />
      <path d="M8 1.5v1M8 13.5v1M1.5 8h1M13.5 8h1M3.4 3.4l.7.7M11.9 11.9l.7.7M3.4 12.6l.7-.7M11.9 4.1l.7-.7" />
    </>
  ),
  table: (
    <>
      <rect x="2" y="3" width="12" height="10" rx="1.25" />
      <path d="M2 6.5h12M2 9.75h12M6.5 6.5V13" />
    </>
  ),
  tag: (
    <>
      <path d="M2.5 3.5v4.1l6 6a1 1 0 0 0 1.4 0l3.7-3.7a1 1 0 0 0 0-1.4l-6-6H3.5a1 1 0 0 0-1 1z" />
      <circle cx="5.4" cy="5.4" r=".7" fill="currentColor" stroke="none" />
    </>
  ),
  trash: (
    <path d="M2.75 4.25h10.5M6.25 4V2.75h3.5V4M4 4.5l.6 8.2a1 1 0 0 0 1 .9h4.8a1 1 0 0 0 1-.9L12 4.5M6.6 7v4m2.8-4v4" />
  ),
  up: <path d="M3.5 10 8 5.5l4.5 4.5" />,
  upload: <path d="M8 10V2.5m-3 3 3-3 3 3M2.5 10.5v2A1 1 0 0 0 3.5 13.5h9a1 1 0 0 0 1-1v-2" />,
  x: <path d="m4 4 8 8m0-8-8 8" />,
} satisfies Record<string, ReactNode>;

export type IconName = keyof typeof SHAPES;

/** Always beside a word or inside something with a label: by itself it says nothing to a screen reader. */
export const Icon = ({ name, className = '' }: { readonly name: IconName; readonly className?: string }) => (
  <svg className={`i ${className}`} viewBox="0 0 16 16" aria-hidden="true">
    {SHAPES[name]}
  </svg>
);
