import { example } from '../gallery/example.tsx';
import { aFileInfo } from './builders.ts';
import { FileHeader } from './file-header.tsx';

const actions = { previewed: false, onPreview: () => undefined };

export const Uploaded = example(<FileHeader file={aFileInfo()} {...actions} />);

export const MadeByJob = example(
  <FileHeader
    file={aFileInfo({
      filename: 'plot-07-soil-cores.reduced.png',
      'content-type': 'image/png',
      thumbnail: 't1',
      uploaded_by: null,
      made_by_job: '01a20f3e-7d41-7c02-9a51-7fe0c3ab61d9',
      tags: [],
    })}
    {...actions}
  />,
);

export const TypesDiffer = example(
  <FileHeader
    file={aFileInfo({ mime: { by_name: 'text/plain', by_content: 'application/zip' } })}
    {...actions}
    previewed
  />,
);
