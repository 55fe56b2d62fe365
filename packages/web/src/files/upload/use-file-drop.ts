import { useEffect, useEffectEvent, useState } from 'react';
import { carriesFiles, type Dropped, droppedFiles } from './dropped-files.ts';

/**
 * The whole window takes files; true while some are held over it. Elements inside send enter and leave of their own,
 * so they are counted.
 */
export const useFileDrop = (onDrop: (dropped: Dropped) => void): boolean => {
  const [depth, setDepth] = useState(0);
  const take = useEffectEvent(onDrop);
  useEffect(() => {
    const step = (by: number) => (event: DragEvent) => {
      if (carriesFiles(event.dataTransfer)) setDepth((now) => Math.max(0, now + by));
    };
    const onEnter = step(1);
    const onLeave = step(-1);
    const onOver = (event: DragEvent): void => {
      if (carriesFiles(event.dataTransfer)) event.preventDefault();
    };
    const onDropped = (event: DragEvent): void => {
      setDepth(0);
      if (!event.dataTransfer || !carriesFiles(event.dataTransfer)) return;
      event.preventDefault();
      take(droppedFiles(event.dataTransfer));
    };
    window.addEventListener('dragenter', onEnter);
    window.addEventListener('dragleave', onLeave);
    window.addEventListener('dragover', onOver);
    window.addEventListener('drop', onDropped);
    return () => {
      window.removeEventListener('dragenter', onEnter);
      window.removeEventListener('dragleave', onLeave);
      window.removeEventListener('dragover', onOver);
      window.removeEventListener('drop', onDropped);
    };
  }, []);
  return depth > 0;
};
