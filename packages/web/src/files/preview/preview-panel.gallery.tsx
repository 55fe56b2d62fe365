import { example } from '../../gallery/example.tsx';
import { Refusal } from '../../gallery/fake-api.ts';
import { at } from '../../jobs/builders.ts';
import { aFileInfo } from '../builders.ts';
import { PreviewPanel } from './preview-panel.tsx';

export const Text = example(<PreviewPanel file={aFileInfo()} />, {
  downloadFile: 'depth_cm,ph,carbon\n10,6.8,2.31\n20,6.9,1.87\n30,7.1,1.42\n',
});

export const TextThatFails = example(<PreviewPanel file={aFileInfo()} />, {
  downloadFile: new Refusal(404, 'not_found', 'There is no such file.'),
});

export const Pictures = example(
  <PreviewPanel
    file={aFileInfo({
      'content-type': 'image/tiff',
      previews: [
        {
          id: 'p1',
          title: 'Reduced to 640 pixels',
          contentType: 'image/png',
          size_bytes: 48_000,
          extractor: 'pawprint.image-preview',
          job_id: 'j1',
          created_at: at(0),
        },
      ],
    })}
  />,
);

export const None = example(<PreviewPanel file={aFileInfo({ 'content-type': 'application/x-netcdf' })} />);
