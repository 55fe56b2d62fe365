import { Button } from '@mantine/core';
import type { GridColumn } from '@pawprint/protocol';
import { useNavigate } from '@tanstack/react-router';
import { formatCount } from '../../design/count.ts';
import { Icon } from '../../design/icon.tsx';
import { MenuOnDemand } from '../../design/menu-on-demand.tsx';
import styles from './extractor-menu.module.css';

/** Unknown names are left out, since people can type any address. Where none is left, all are shown. */
export const shownColumns = (columns: readonly GridColumn[], named: string | undefined): GridColumn[] => {
  const names = new Set(named?.split(','));
  const shown = columns.filter(({ extractor }) => names.has(extractor));
  return shown.length === 0 ? [...columns] : shown;
};

interface ExtractorMenuProps {
  readonly extractors: readonly string[];
  readonly shown: readonly string[];
}

/** Chooses the columns of the grid; the address keeps them. */
export const ExtractorMenu = ({ extractors, shown }: ExtractorMenuProps) => {
  const navigate = useNavigate();
  const show = (names: readonly string[]): void =>
    void navigate({
      to: '.',
      search: ((before: object) => ({
        ...before,
        columns: names.length === extractors.length ? undefined : names.join(','),
      })) as never,
      replace: true,
      resetScroll: false,
    });
  const toggle = (name: string): void =>
    show(extractors.filter((one) => shown.includes(one) !== (one === name)));
  const isAll = shown.length === extractors.length;
  return (
    <MenuOnDemand
      position="bottom-end"
      width={280}
      button={
        <Button size="xs" leftSection={<Icon name="table" />}>
          Extractors{' '}
          {isAll
            ? formatCount(extractors.length)
            : `${formatCount(shown.length)} of ${formatCount(extractors.length)}`}
        </Button>
      }
    >
      {(Menu) => (
        <div className={styles.items}>
          {isAll ? null : (
            <Menu.Item closeMenuOnClick={false} onClick={() => show(extractors)}>
              Show all
            </Menu.Item>
          )}
          {extractors.map((name) => {
            const isShown = shown.includes(name);
            const isLast = isShown && shown.length === 1;
            return (
              <Menu.CheckboxItem
                key={name}
                checked={isShown}
                data-disabled={isLast}
                onChange={() => toggle(name)}
              >
                <span className={styles.name}>{name}</span>
              </Menu.CheckboxItem>
            );
          })}
        </div>
      )}
    </MenuOnDemand>
  );
};
