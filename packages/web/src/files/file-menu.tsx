import { Icon } from '../design/icon.tsx';
import { MoreMenu } from '../design/menu-on-demand.tsx';
import type { FileAct } from './file-dialogs.tsx';

interface FileMenuProps {
  readonly label?: string;
  readonly size?: 'md' | 'lg';
  readonly onAct: (act: FileAct) => void;
}

/** What can be done to one file, for who has the right to change it. */
export const FileMenu = ({ onAct, ...menu }: FileMenuProps) => (
  <MoreMenu {...menu}>
    {(Menu) => (
      <>
        <Menu.Item leftSection={<Icon name="edit" />} onClick={() => onAct('edit')}>
          Rename or describe…
        </Menu.Item>
        <Menu.Item leftSection={<Icon name="folder" />} onClick={() => onAct('move')}>
          Move to another dataset…
        </Menu.Item>
        <Menu.Item leftSection={<Icon name="trash" />} onClick={() => onAct('delete')}>
          Delete the file…
        </Menu.Item>
      </>
    )}
  </MoreMenu>
);
