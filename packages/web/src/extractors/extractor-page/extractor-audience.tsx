import { useDisclosure } from '@mantine/hooks';
import { useQuery } from '@tanstack/react-query';
import { Icon } from '../../design/icon.tsx';
import { onDemand } from '../../design/on-demand.tsx';
import { useMe } from '../../session/session.ts';
import styles from '../../sharing/audience.module.css';
import { describeUsers } from './describe-users.ts';
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
