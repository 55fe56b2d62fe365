import type { FileInfo } from '@pawprint/protocol';
import { client } from '../../api/client.ts';
import { choosePreview } from './choose-preview.ts';
import { NoPreview } from './no-preview.tsx';
import { TextPreview } from './text-preview.tsx';
import './preview.css';

interface PictureProps {
  readonly src: string;
  readonly alt: string;
  readonly by?: string | null;
}

const Picture = ({ src, alt, by = null }: PictureProps) => (
  <figure className="preview-picture">
    <a href={src} target="_blank" rel="noreferrer" title="Open in full size">
      <img src={src} alt={alt} />
    </a>
    {by ? <figcaption className="dim">made by {by}</figcaption> : null}
  </figure>
);

const Content = ({ file }: { readonly file: FileInfo }) => {
  const choice = choosePreview(file);
  switch (choice.is) {
    case 'pictures':
      return choice.previews.map(({ id, title, extractor }) => (
        <Picture
          key={id}
          src={client.url('downloadPreview', { params: { id } })}
          alt={title || `Preview of ${file.filename}`}
          by={extractor}
        />
      ));
    case 'original':
      return <Picture src={client.url('downloadFile', { params: { id: file.id } })} alt={file.filename} />;
    case 'text':
      return <TextPreview file={file} />;
    case 'none':
      return <NoPreview />;
  }
};

export const PreviewPanel = ({ file }: { readonly file: FileInfo }) => (
  <section className="panel preview" id="preview" aria-label={`Preview of ${file.filename}`}>
    <Content file={file} />
  </section>
);
