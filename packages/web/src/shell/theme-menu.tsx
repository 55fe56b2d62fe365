import { ActionIcon, type MantineColorScheme, useMantineColorScheme } from '@mantine/core';
import { Icon, type IconName } from '../design/icon.tsx';
import { MenuOnDemand } from '../design/menu-on-demand.tsx';

interface Scheme {
  readonly label: string;
  readonly icon: IconName;
}

const SCHEMES: Readonly<Record<MantineColorScheme, Scheme>> = {
  light: { label: 'Light', icon: 'sun' },
  dark: { label: 'Dark', icon: 'moon' },
  auto: { label: 'As the system', icon: 'screen' },
};

const NAMES = Object.keys(SCHEMES) as MantineColorScheme[];

export const ThemeMenu = () => {
  const { colorScheme, setColorScheme } = useMantineColorScheme();
  return (
    <MenuOnDemand
      width={176}
      button={
        <ActionIcon size="lg" aria-label="Light or dark" title="Light or dark">
          <Icon name={SCHEMES[colorScheme].icon} />
        </ActionIcon>
      }
    >
      {(Menu) => (
        <Menu.RadioGroup
          value={colorScheme}
          onChange={(name) => setColorScheme(NAMES.find((each) => each === name) ?? 'auto')}
        >
          {NAMES.map((name) => (
            <Menu.RadioItem
              key={name}
              value={name}
              closeMenuOnClick
              checkIcon={<Icon name="check" />}
              rightSection={<Icon name={SCHEMES[name].icon} />}
            >
              {SCHEMES[name].label}
            </Menu.RadioItem>
          ))}
        </Menu.RadioGroup>
      )}
    </MenuOnDemand>
  );
};
