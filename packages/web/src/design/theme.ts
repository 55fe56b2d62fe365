import {
  type ActionIconProps,
  type ButtonProps,
  createTheme,
  type MenuProps,
  type ModalProps,
  type SegmentedControlProps,
  type SkeletonProps,
  type SwitchProps,
  type TabsProps,
} from '@mantine/core';
import styles from './theme.module.css';

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
  // Mantine would hide it by a <style> element, which the content security policy refuses. The page is locked all the same.
  removeScrollProps: { removeScrollBar: false },
  closeButtonProps: { 'aria-label': 'Close' },
  // It is a <header>, and in a dialog that would be a second banner of the page.
  attributes: { header: { role: 'none' } },
};

/** Sizes and colours are in tokens.css, under the names by which Mantine asks for them. */
export const theme = createTheme({
  primaryColor: 'indigo',
  primaryShade: { light: 8, dark: 3 },
  // Components are named and not imported, so that those which the first page does not show stay out of its code.
  components: {
    Button: { defaultProps: button, classNames: { root: styles.button } },
    ActionIcon: { defaultProps: actionIcon, classNames: { root: styles.iconButton } },
    Input: { classNames: { input: styles.field, section: styles.fieldSection } },
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
