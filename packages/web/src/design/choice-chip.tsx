import { Chip } from './chip.tsx';
import styles from './choice-chip.module.css';
import { Icon } from './icon.tsx';
import { MenuOnDemand } from './menu-on-demand.tsx';

export interface Choice<Value> {
  readonly label: string;
  readonly value: Value;
}

interface ChoiceChipProps<Value> {
  readonly label: string;
  /** "any": what is said without a choice. */
  readonly none: string;
  /** The label of what is chosen; undefined: nothing. */
  readonly chosen: string | undefined;
  readonly choices: readonly Choice<Value>[];
  readonly onChoose: (value: Value | undefined) => void;
  readonly onOpen?: () => void;
}

/** A chip that opens a menu, of which one thing or nothing is chosen. */
export const ChoiceChip = <Value,>({
  label,
  none,
  chosen,
  choices,
  onChoose,
  onOpen,
}: ChoiceChipProps<Value>) => (
  <MenuOnDemand
    position="bottom-start"
    width={220}
    button={
      <Chip
        className={styles.choice}
        data-chosen={chosen !== undefined || undefined}
        onPointerEnter={onOpen}
        onFocus={onOpen}
      >
        {label}
        {chosen === undefined ? null : <span className={styles.value}>{chosen}</span>}
        <Icon name="down" />
      </Chip>
    }
  >
    {(Menu) => (
      <>
        <Menu.Item
          onClick={() => onChoose(undefined)}
          rightSection={chosen === undefined ? <Icon name="check" /> : null}
        >
          {none}
        </Menu.Item>
        {choices.map((choice) => (
          <Menu.Item
            key={choice.label}
            onClick={() => onChoose(choice.value)}
            rightSection={choice.label === chosen ? <Icon name="check" /> : null}
          >
            {choice.label}
          </Menu.Item>
        ))}
      </>
    )}
  </MenuOnDemand>
);
