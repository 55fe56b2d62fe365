import type { FileInfo } from '@pawprint/protocol';
import { Link } from '@tanstack/react-router';
import { formatBytes } from '../design/bytes.ts';
import { CopyButton } from '../design/copy-button.tsx';
import { Fact } from '../design/fact.tsx';
import { shortId } from '../design/short-id.tsx';
import { Time } from '../design/time.tsx';
import { TagEditor } from '../tags/tag-editor.tsx';

/** A person uploaded it, or a job's extractor made it. */
const Origin = ({ file }: { readonly file: FileInfo }) => {
  if (!file.made_by_job)
    return (
      <Fact name="Uploaded">
        <Time at={file.created_at} inWords /> by {file.uploaded_by?.name ?? 'unknown'}
      </Fact>
    );
  return (
    <Fact name="Made">
      <Time at={file.created_at} inWords /> by job{' '}
      <Link className="id" to="/jobs/$id" params={{ id: file.made_by_job }} title={file.made_by_job}>
        {shortId(file.made_by_job)}
      </Link>
    </Fact>
  );
};

/** By its name, and by its content where the two disagree. */
const Type = ({ file }: { readonly file: FileInfo }) => {
  const { by_name, by_content } = file.mime;
  const disagree = by_name !== null && by_content !== null && by_name !== by_content;
  const title = disagree ? `By its name ${by_name}, by its content ${by_content}` : undefined;
  return <span title={title}>{file['content-type']}</span>;
};

export const FileFacts = ({ file }: { readonly file: FileInfo }) => (
  <dl className="facts">
    <Fact name="Type">
      <Type file={file} />
    </Fact>
    <Fact name="Size">{formatBytes(file.size_bytes)}</Fact>
    <Origin file={file} />
    <Fact name="SHA-256" onlyWide>
      <span className="idw">
        <span className="id" title={file.sha256}>
          {file.sha256.slice(0, 8)}…
        </span>
        <CopyButton text={file.sha256} what="SHA-256" />
      </span>
    </Fact>
    <Fact name="Tags" nameless>
      <div className="tags">
        <TagEditor resource={{ type: 'file', id: file.id }} tags={file.tags} />
      </div>
    </Fact>
  </dl>
);
