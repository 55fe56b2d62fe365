import { ActionIcon } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { client } from '../../../api/client.ts';
import { Icon } from '../../../design/icon.tsx';
import { MenuOnDemand } from '../../../design/menu-on-demand.tsx';
import { shortId } from '../../../design/short-id.tsx';
import { ActionError } from '../../actions/action-error.tsx';

const FORMATS = [
  { accept: 'text/plain', ending: 'log', word: 'As text' },
  { accept: 'application/x-ndjson', ending: 'ndjson', word: 'As NDJSON, one event a line' },
] as const;

type Format = (typeof FORMATS)[number];

const save = (content: Blob, name: string): void => {
  const link = document.createElement('a');
  link.href = URL.createObjectURL(content);
  link.download = name;
  link.click();
  // The browser has begun to read by then; revoked at once some read nothing.
  setTimeout(() => URL.revokeObjectURL(link.href), 60_000);
};

/** A plain link cannot say which form it wants, so the log is fetched and then saved. */
const download = async (id: string, { accept, ending }: Format): Promise<void> => {
  const response = await client.fetch('listJobEvents', { params: { id }, headers: { accept } });
  save(await response.blob(), `job-${shortId(id)}.${ending}`);
};

export const DownloadMenu = ({ id }: { readonly id: string }) => {
  const log = useMutation({ mutationFn: (format: Format) => download(id, format) });
  return (
    <ActionError what="The log could not be downloaded." error={log.error} onClose={log.reset}>
      <div>
        <MenuOnDemand
          button={
            <ActionIcon className="log-download" aria-label="Download the log" title="Download the log">
              <Icon name="download" />
            </ActionIcon>
          }
        >
          {(Menu) =>
            FORMATS.map((format) => (
              <Menu.Item key={format.ending} onClick={() => log.mutate(format)}>
                {format.word}
              </Menu.Item>
            ))
          }
        </MenuOnDemand>
      </div>
    </ActionError>
  );
};
