import { useDisclosure } from '@mantine/hooks';
import type { ExtractorSharing } from '@pawprint/protocol';
import { useQuery } from '@tanstack/react-query';
import { countOf } from '../../design/count.ts';
import { Icon } from '../../design/icon.tsx';
import { onDemand } from '../../design/on-demand.tsx';
import { useMe } from '../../session/session.ts';
import styles from '../../sharing/audience.module.css';
import { extractorSharingQuery } from './extractor-sharing.ts';

const ShareExtractorDialog = onDemand(
  async () => (await import('./share-extractor-dialog.tsx')).ShareExtractorDialog,
);

/** Who uses a private extractor, in one line. Its owner opens the dialog where that is changed. */
export const ExtractorAudience = ({ name }: { readonly name: string }) => {
  const me = useMe();
  const [opened, dialog] = useDisclosure(false);
  const { data: sharing } = useQuery(extractorSharingQuery(name));
  if (!sharing) return <p className={styles.line} />;
  return (
    <>
      <p className={styles.line}>
        <Icon name="person" />
        <span>{describeUsers(sharing, me?.id)}</span>
        {sharing.can_share ? (
          <button type="button" className={styles.open} aria-haspopup="dialog" onClick={dialog.open}>
            Share…
          </button>
        ) : null}
      </p>
      <ShareExtractorDialog name={name} opened={opened} onClose={dialog.close} />
    </>
  );
};

/** Who uses a private extractor, in one sentence: "Private to Ana and the members of Soil." */
export const describeUsers = (
  { owner, people, spaces, hidden_spaces: hidden }: ExtractorSharing,
  myId: string | undefined,
): string => {
  const nameOf = ({ id, name }: { readonly id: string; readonly name: string }): string =>
    id === myId ? 'you' : name;
  const users = [
    ...(owner ? [nameOf(owner)] : []),
    ...people.map(nameOf),
    ...spaces.map(({ name }) => `the members of ${name}`),
    ...(hidden > 0 ? [`the members of ${countOf(hidden, spaces.length > 0 ? 'other space' : 'space')}`] : []),
  ];
  const last = users.at(-1) ?? '';
  const list = users.length < 2 ? last : `${users.slice(0, -1).join(', ')} and ${last}`;
  return `Private to ${list}.`;
};
