import { useCallback, useState } from 'react';
import { Broken } from '../no-preview.tsx';
import type { Previewed } from '../previewed.ts';
import styles from './player-view.module.css';

/** Sound or a film, which the browser reads by ranges as it is played. */
export const PlayerView = ({ of: { url, name, mimeType } }: { readonly of: Previewed }) => {
  const [isBroken, setBroken] = useState(false);
  // Its error may come before it is part of the page, and React passes on no events of before.
  const look = useCallback((player: HTMLMediaElement | null): void => {
    if (player?.error) setBroken(true);
  }, []);
  const kind = mimeType.startsWith('audio/') ? 'audio' : 'video';
  if (isBroken)
    return (
      <Broken
        what={kind === 'audio' ? 'sound' : 'film'}
        reason={`Or this browser does not know ${mimeType}. Download the file to play it.`}
      />
    );
  const player = {
    ref: look,
    className: styles[kind],
    controls: true,
    preload: 'metadata',
    src: url ?? undefined,
    'aria-label': name,
    onError: () => setBroken(true),
  };
  return (
    <div className={styles.player}>
      {/* oxlint-disable-next-line jsx-a11y/media-has-caption -- there are no captions of what people upload */}
      {kind === 'audio' ? <audio {...player} /> : <video {...player} />}
    </div>
  );
};
