import { Button } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { getRouteApi } from '@tanstack/react-router';
import { Icon } from '../design/icon.tsx';
import layout from '../design/layout.module.css';
import { onDemand } from '../design/on-demand.tsx';
import { SearchField } from '../design/search-field.tsx';
import { InvitationsPanel } from '../people/invitations-panel.tsx';
import { PeoplePanel } from '../people/people-panel.tsx';
import styles from './people.module.css';

const InviteDialog = onDemand(async () => (await import('../people/invite-dialog.tsx')).InviteDialog);

const route = getRouteApi('/app/admin/people');

/** The tab People of Admin. */
export const PeoplePage = () => {
  const { q = '' } = route.useSearch();
  const navigate = route.useNavigate();
  const [inviting, invitation] = useDisclosure(false);
  return (
    <div className={layout.stack}>
      <div className={styles.bar}>
        <SearchField
          q={q}
          label="Search people"
          placeholder="Name or e-mail"
          onSearch={(next) => void navigate({ search: next ? { q: next } : {}, replace: true })}
        />
        <Button variant="filled" leftSection={<Icon name="plus" />} onClick={invitation.open}>
          Invite
        </Button>
      </div>
      <PeoplePanel q={q} />
      <InvitationsPanel />
      <InviteDialog opened={inviting} onClose={invitation.close} />
    </div>
  );
};
