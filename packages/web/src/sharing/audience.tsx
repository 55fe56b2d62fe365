import { useDisclosure } from '@mantine/hooks';
import type { Dataset, Sharing } from '@pawprint/protocol';
import { useQuery } from '@tanstack/react-query';
import { Icon, type IconName } from '../design/icon.tsx';
import { onDemand } from '../design/on-demand.tsx';
import { useMe } from '../session/session.ts';
import styles from './audience.module.css';
import { describeAudience } from './describe-audience.ts';
import { sharingQuery } from './sharing-query.ts';

const SharingDialog = onDemand(async () => (await import('./sharing-dialog.tsx')).SharingDialog);

/** Who sees the dataset, in one line. It opens the dialog where that is changed. */
export const Audience = ({ dataset }: { readonly dataset: Dataset }) => {
  const me = useMe();
  const [opened, dialog] = useDisclosure(false);
  const { data: sharing } = useQuery(sharingQuery(dataset.id));
  // The line keeps its place, so that nothing moves when it comes.
  if (!sharing) return <p className={styles.line} />;
  const sentence = (
    <>
      <Icon name={iconOf(sharing)} />
      <span>{describeAudience(sharing, me)}</span>
    </>
  );
  if (!me) return <p className={styles.line}>{sentence}</p>;
  return (
    <>
      <p className={styles.line}>
        {sentence}
        <button type="button" className={styles.open} aria-haspopup="dialog" onClick={dialog.open}>
          {sharing.rights.includes('share') ? 'Share…' : 'Details…'}
        </button>
      </p>
      <SharingDialog dataset={dataset} opened={opened} onClose={dialog.close} />
    </>
  );
};

const iconOf = ({ is_public, can_be_public, spaces, hidden_spaces }: Sharing): IconName => {
  if (is_public && can_be_public) return 'world';
  return spaces.length + hidden_spaces > 0 ? 'people' : 'person';
};
