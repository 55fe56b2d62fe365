import {
  type ActionIconProps,
  type ButtonProps,
  type CSSVariablesResolver,
  createTheme,
  localStorageColorSchemeManager,
  type MenuProps,
  type ModalProps,
  type SegmentedControlProps,
  type SkeletonProps,
  type SwitchProps,
  type TabsProps,
} from '@mantine/core';
import styles from './theme.module.css';

/** Mantine asks for colours by its own names; tokens.css answers, in both schemes. */
const colours = {
  '--mantine-color-body': 'var(--surface)',
  '--mantine-color-text': 'var(--text)',
  '--mantine-color-dimmed': 'var(--text-dimmed)',
  '--mantine-color-placeholder': 'var(--text-dimmed)',
  '--mantine-color-anchor': 'var(--accent)',
  '--mantine-color-default': 'var(--surface)',
  '--mantine-color-default-hover': 'var(--hover)',
  '--mantine-color-default-color': 'var(--text)',
  '--mantine-color-default-border': 'var(--line-strong)',
  '--mantine-color-error': 'var(--state-failed)',
  '--mantine-primary-color-filled': 'var(--accent)',
  '--mantine-primary-color-filled-hover': 'var(--accent-hover)',
  '--mantine-primary-color-contrast': 'var(--on-accent)',
};

export const cssVariables: CSSVariablesResolver = () => ({ variables: {}, light: colours, dark: colours });

export const colorSchemes = localStorageColorSchemeManager({ key: 'pawprint-color-scheme' });

// A change shows at once, as with any other control here.
const segmentedControl: Partial<SegmentedControlProps> = { transitionDuration: 0 };

const skeleton: Partial<SkeletonProps> = { animate: false };

const switchDefaults: Partial<SwitchProps> = { withThumbIndicator: false };

// The tabs are links: an arrow key moves the focus, Enter follows the link.
const tabs: Partial<TabsProps> = { activateTabWithKeyboard: false, keepMounted: false };

const button: Partial<ButtonProps> = { variant: 'default' };

const actionIcon: Partial<ActionIconProps> = { variant: 'subtle' };

const menu: Partial<MenuProps> = {
  shadow: 'md',
  position: 'bottom-end',
  transitionProps: { duration: 0 },
  // Rendered inside the landmark of its button, and without other elements than its items.
  withinPortal: false,
  withInitialFocusPlaceholder: false,
};

const modal: Partial<ModalProps> = {
  centered: true,
  transitionProps: { duration: 0 },
  overlayProps: { opacity: 0.45 },
  closeButtonProps: { 'aria-label': 'Close' },
  // It is a <header>, and in a dialog that would be a second banner of the page.
  attributes: { header: { role: 'none' } },
};

export const theme = createTheme({
  fontFamily: 'var(--font)',
  fontFamilyMonospace: 'var(--font-monospace)',
  fontSizes: { xs: '12px', sm: '13px', md: '14px', lg: '16px', xl: '20px' },
  lineHeights: { xs: '16px', sm: '20px', md: '20px', lg: '24px', xl: '28px' },
  spacing: { xs: '4px', sm: '8px', md: '12px', lg: '16px', xl: '24px' },
  radius: { xs: '3px', sm: '4px', md: '6px', lg: '6px', xl: '12px' },
  defaultRadius: 'md',
  primaryColor: 'indigo',
  primaryShade: { light: 8, dark: 3 },
  respectReducedMotion: true,
  // Components are named and not imported, so that those which the first page does not show stay out of its code.
  components: {
    Button: { defaultProps: button, classNames: { root: styles.button } },
    ActionIcon: { defaultProps: actionIcon, classNames: { root: styles.iconButton } },
    Input: { classNames: { input: styles.field } },
    InputWrapper: { classNames: { label: styles.fieldLabel, error: styles.fieldError } },
    Menu: {
      defaultProps: menu,
      classNames: {
        dropdown: styles.menu,
        item: styles.menuItem,
        label: styles.menuLabel,
        divider: styles.menuDivider,
      },
    },
    Modal: {
      defaultProps: modal,
      classNames: {
        content: styles.dialog,
        header: styles.dialogHead,
        title: styles.dialogTitle,
        body: styles.dialogBody,
      },
    },
    SegmentedControl: {
      defaultProps: segmentedControl,
      classNames: {
        root: styles.segments,
        control: styles.segment,
        label: styles.segmentLabel,
        indicator: styles.segmentIndicator,
      },
    },
    Skeleton: { defaultProps: skeleton, classNames: { root: styles.skeleton } },
    Switch: {
      defaultProps: switchDefaults,
      classNames: {
        root: styles.switch,
        track: styles.switchTrack,
        thumb: styles.switchThumb,
        label: styles.switchLabel,
      },
    },
    Tabs: { defaultProps: tabs, classNames: { list: styles.tabList, tab: styles.tab } },
  },
});
