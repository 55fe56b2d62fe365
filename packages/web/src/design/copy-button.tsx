import { useClipboard } from '@mantine/hooks';
import { Icon } from './icon.tsx';
import { IconButton } from './icon-button.tsx';
import text from './text.module.css';

/** Copies `text`. For two seconds it shows a tick, and screen readers say "Copied". */
export const CopyButton = ({ text: content, what }: { readonly text: string; readonly what: string }) => {
  const clipboard = useClipboard({ timeout: 2000 });
  return (
    <>
      <IconButton
        aria-label={`Copy ${what}`}
        title={clipboard.copied ? 'Copied' : `Copy ${what}`}
        onClick={() => clipboard.copy(content)}
      >
        <Icon name={clipboard.copied ? 'check' : 'copy'} />
      </IconButton>
      <output className={text.hidden}>{clipboard.copied ? 'Copied' : ''}</output>
    </>
  );
};
