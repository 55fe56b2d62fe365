import { Icon } from '../design/icon.tsx';
import { MoreMenu } from '../design/menu-on-demand.tsx';
import type { FileAct } from './file-dialogs.tsx';

interface FileMenuProps {
  readonly label?: string;
  readonly size?: 'md' | 'lg';
  /** Where it stands, as on its page. */
  readonly onRename: () => void;
  readonly onDescribe?: () => void;
  readonly onAct: (act: FileAct) => void;
}

/** What can be done to one file, for who has the right to change it. */
export const FileMenu = ({ onRename, onDescribe, onAct, ...menu }: FileMenuProps) => (
  <MoreMenu {...menu}>
    {(Menu) => (
      <>
        <Menu.Item leftSection={<Icon name="edit" />} onClick={onRename}>
          Rename…
        </Menu.Item>
        {onDescribe ? (
          <Menu.Item leftSection={<Icon name="edit" />} onClick={onDescribe}>
            Describe…
          </Menu.Item>
        ) : null}
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
