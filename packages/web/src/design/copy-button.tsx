import { ActionIcon, VisuallyHidden } from '@mantine/core';
import { useClipboard } from '@mantine/hooks';
import { Icon } from './icon.tsx';

/** Copies `text`. For two seconds it shows a tick, and screen readers say "Copied". */
export const CopyButton = ({ text, what }: { readonly text: string; readonly what: string }) => {
  const clipboard = useClipboard({ timeout: 2000 });
  return (
    <>
      <ActionIcon
        aria-label={`Copy ${what}`}
        title={clipboard.copied ? 'Copied' : `Copy ${what}`}
        onClick={() => clipboard.copy(text)}
      >
        <Icon name={clipboard.copied ? 'check' : 'copy'} />
      </ActionIcon>
      <VisuallyHidden component="output">{clipboard.copied ? 'Copied' : ''}</VisuallyHidden>
    </>
  );
};
