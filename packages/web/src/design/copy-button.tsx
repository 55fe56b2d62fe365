import { ActionIcon } from '@mantine/core';
import { useClipboard } from '@mantine/hooks';
import { Icon } from './icon.tsx';

/** Copies `text`; for two seconds a tick says so, and a screen reader is told. */
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
      <output className="sr">{clipboard.copied ? 'Copied' : ''}</output>
    </>
  );
};
