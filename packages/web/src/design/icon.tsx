import {
  IconAlertTriangle,
  IconBan,
  IconBell,
  IconBook,
  IconBookmark,
  IconCheck,
  IconChevronDown,
  IconChevronRight,
  IconChevronUp,
  IconCircleCheck,
  IconCircleDashed,
  IconCircleXFilled,
  IconClock,
  IconCopy,
  IconDeviceDesktop,
  IconDots,
  IconDownload,
  IconFile,
  IconFileZip,
  IconFlask,
  IconFolder,
  IconHelpHexagon,
  IconInfoCircle,
  IconKeyboard,
  IconLink,
  IconLoader2,
  IconLock,
  IconLogout,
  IconMenu2,
  IconMoon,
  IconPaw,
  IconPencil,
  IconPhoto,
  IconPlayerPause,
  IconPlayerPlay,
  IconPlayerTrackNext,
  IconPlus,
  IconRefresh,
  IconReload,
  IconSearch,
  IconSun,
  IconTable,
  IconTag,
  IconTrash,
  IconUpload,
  IconUser,
  IconUsers,
  IconWorld,
  IconX,
  type TablerIcon,
} from '@tabler/icons-react';
import clsx from 'clsx';
import styles from './icon.module.css';

/** Named by subject, so that each subject has the same icon everywhere. */
const ICONS = {
  archive: IconFileZip,
  bell: IconBell,
  book: IconBook,
  bookmark: IconBookmark,
  cancelled: IconBan,
  check: IconCheck,
  copy: IconCopy,
  done: IconCircleCheck,
  dots: IconDots,
  down: IconChevronDown,
  download: IconDownload,
  edit: IconPencil,
  failed: IconCircleXFilled,
  file: IconFile,
  flask: IconFlask,
  folder: IconFolder,
  image: IconPhoto,
  info: IconInfoCircle,
  keyboard: IconKeyboard,
  leave: IconLogout,
  link: IconLink,
  lock: IconLock,
  lost: IconHelpHexagon,
  menu: IconMenu2,
  moon: IconMoon,
  pause: IconPlayerPause,
  paw: IconPaw,
  people: IconUsers,
  person: IconUser,
  play: IconPlayerPlay,
  plus: IconPlus,
  queued: IconClock,
  redo: IconReload,
  retrying: IconRefresh,
  right: IconChevronRight,
  running: IconLoader2,
  screen: IconDeviceDesktop,
  search: IconSearch,
  skipped: IconPlayerTrackNext,
  stalled: IconAlertTriangle,
  submitted: IconCircleDashed,
  sun: IconSun,
  table: IconTable,
  tag: IconTag,
  trash: IconTrash,
  up: IconChevronUp,
  upload: IconUpload,
  world: IconWorld,
  x: IconX,
} satisfies Record<string, TablerIcon>;

export type IconName = keyof typeof ICONS;

interface IconProps {
  readonly name: IconName;
  readonly className?: string | undefined;
}

/** Always beside a label or inside something that has one: screen readers skip the icon. */
export const Icon = ({ name, className }: IconProps) => {
  const Shape = ICONS[name];
  return (
    <Shape
      size={16}
      aria-hidden
      className={clsx(styles.icon, name === 'running' && styles.turning, className)}
    />
  );
};
