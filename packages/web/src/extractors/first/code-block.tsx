import { CopyButton } from '../../design/copy-button.tsx';
import { Icon } from '../../design/icon.tsx';
import { IconButton } from '../../design/icon-button.tsx';
import layout from '../../design/layout.module.css';
import { RawText } from '../../design/raw-text.tsx';
import { saveFile } from '../../design/save-file.ts';
import text from '../../design/text.module.css';
import styles from './first-extractor.module.css';

interface CodeBlockProps {
  /** What it is, after "Copy": "the script". */
  readonly what: string;
  readonly content: string;
  /** What it can be saved as. */
  readonly file?: string;
}

/** A text to copy, or to save as a file. */
export const CodeBlock = ({ what, content, file }: CodeBlockProps) => (
  <div className={styles.code}>
    <div className={layout.row}>
      <span className={file ? text.monospace : text.dimmed}>{file ?? 'In a terminal'}</span>
      <span className={layout.fill} />
      {file ? (
        <IconButton
          aria-label={`Download ${file}`}
          title={`Download ${file}`}
          onClick={() => saveFile(new Blob([content], { type: 'text/plain' }), file)}
        >
          <Icon name="download" />
        </IconButton>
      ) : null}
      <CopyButton text={content} what={what} />
    </div>
    <RawText label={`${what[0]?.toUpperCase()}${what.slice(1)}`} text={content} />
  </div>
);
