import type { Watch } from '@pawprint/protocol';
import { expect, test } from 'vitest';
import { page, userEvent } from 'vitest/browser';
import { example } from '../gallery/example.tsx';
import { countStreams, Refusal, sendToStreams } from '../gallery/fake-api.ts';
import { renderExample } from '../gallery/render-example.tsx';
import { useLiveJobs } from '../jobs/live/use-live-jobs.ts';
import { Bell } from './bell.tsx';
import { aDelivery, aNotification, aWatch, aWebhook } from './builders.ts';
import { NoneUnread, SomeUnread, SomeWebhooks } from './notifications.gallery.tsx';
import { TellMeButton } from './tell-me-button.tsx';
import { WatchesPanel } from './watches-panel.tsx';
import { WebhooksPanel } from './webhooks-panel.tsx';

const press = (name: string | RegExp) => userEvent.click(page.getByRole('button', { name }));

test('the bell says how many are unread, and its panel leads to the jobs', async () => {
  await renderExample(SomeUnread);
  await press('Notifications, 1 unread');
  const list = page.getByRole('list', { name: 'Notifications' });
  await expect.element(list.getByRole('link').first()).toHaveTextContent('Soil cores: 9,988 done, 12 failed');
  await expect
    .element(list.getByRole('link').first())
    .toHaveAttribute('href', expect.stringContaining('q=dataset%3Ad1+state%3Afailed%2Clost'));
  await expect.element(list.getByRole('link').nth(1)).toHaveAttribute('href', '/jobs/j1');
  const ofAlert = list.getByRole('link').nth(2);
  await expect.element(ofAlert).toHaveAttribute('href', '/extractors/word-count');
  await expect.element(ofAlert).not.toHaveTextContent('All are over');
});

const LivePage = () => {
  useLiveJobs({ state: ['RUNNING'] }, {});
  return <Bell />;
};

test('on a page with live updates the bell looks as soon as something is announced', async () => {
  let unread = 0;
  const listNotifications = () => ({
    items: unread === 0 ? [] : [aNotification()],
    unread,
    next: null,
  });
  await renderExample(example(<LivePage />, { listNotifications }));
  await expect.element(page.getByRole('button', { name: 'Notifications', exact: true })).toBeVisible();
  await expect.poll(countStreams).toBe(1);
  unread = 1;
  sendToStreams('event: notified\ndata: {}\n\n');
  await expect.element(page.getByRole('button', { name: 'Notifications, 1 unread' })).toBeVisible();
});

test('the panel opens by keyboard, says that there is nothing, and returns the focus', async () => {
  await renderExample(NoneUnread);
  const bell = page.getByRole('button', { name: 'Notifications' });
  await userEvent.tab();
  await expect.element(bell).toHaveFocus();
  await userEvent.keyboard('{Enter}');
  await expect.element(page.getByText(/^No notifications\./)).toBeVisible();
  await userEvent.keyboard('{Escape}');
  await expect.element(bell).toHaveFocus();
});

test('all are marked as read at once', async () => {
  let isRead = false;
  const listNotifications = () => ({
    items: [aNotification({ read_at: isRead ? '2026-11-24T12:00:00Z' : null })],
    unread: isRead ? 0 : 1,
    next: null,
  });
  const readNotifications = (_: URLSearchParams, body: unknown) => {
    expect(body).toEqual({});
    isRead = true;
    return { unread: 0 };
  };
  await renderExample(example(<Bell />, { listNotifications, readNotifications }));
  await press('Notifications, 1 unread');
  await press('Mark all read');
  await expect.element(page.getByRole('button', { name: 'Notifications', exact: true })).toBeVisible();
  await expect.element(page.getByRole('button', { name: 'Mark all read' })).toBeDisabled();
});

test('the dialog asks when to tell, and the button says that it is known', async () => {
  const saved: unknown[] = [];
  const createWatch = (_: URLSearchParams, body: unknown) => {
    saved.push(body);
    return aWatch();
  };
  const listWatches = () => ({ items: saved.length === 0 ? [] : [aWatch()], offers_mail: true });
  await renderExample(
    example(<TellMeButton of={{ dataset_id: 'd1' }} />, {
      listWatches,
      createWatch,
      listWebhooks: { items: [aWebhook()] },
    }),
  );
  await press('Tell me…');
  await userEvent.click(page.getByRole('switch', { name: 'when all of its jobs are over' }));
  await userEvent.click(page.getByRole('switch', { name: 'when one is stuck' }));
  await userEvent.click(page.getByRole('switch', { name: 'Also by mail to ana@example.org' }));
  await userEvent.selectOptions(page.getByRole('combobox', { name: 'Also by a webhook' }), 'Lab');
  await userEvent.click(page.getByRole('button', { name: 'Tell me', exact: true }));
  await expect.element(page.getByRole('button', { name: 'You are told…' })).toBeVisible();
  expect(saved).toEqual([{ dataset_id: 'd1', outcomes: ['failed', 'stuck'], mail: true, webhook_id: 'h1' }]);
});

test('what is watched already is said by the button, and can be ended in the dialog', async () => {
  let items = [aWatch()];
  const deleteWatch = () => {
    items = [];
    return { status: 'success' as const };
  };
  await renderExample(
    example(<TellMeButton of={{ dataset_id: 'd1' }} />, {
      listWatches: () => ({ items, offers_mail: false }),
      listWebhooks: { items: [] },
      deleteWatch,
    }),
  );
  await press('You are told…');
  await press('Tell me no more');
  await expect.element(page.getByRole('button', { name: 'Tell me…' })).toBeVisible();
  expect(items).toEqual([]);
});

test('a refusal is said in the dialog', async () => {
  await renderExample(
    example(<TellMeButton of={{ job_ids: ['j1'] }} />, {
      listWatches: { items: [], offers_mail: false },
      listWebhooks: { items: [] },
      createWatch: new Refusal(409, 'already_ended', 'All of these jobs are over already.'),
    }),
  );
  await press('Tell me…');
  await userEvent.click(page.getByRole('button', { name: 'Tell me', exact: true }));
  await expect.element(page.getByText(/All of these jobs are over already/)).toBeVisible();
});

/** The only watch of a person; and what was asked for when it was made again. */
const renderWatch = async (watch: Watch): Promise<() => unknown> => {
  let items = [watch];
  let made: unknown;
  await renderExample(
    example(<WatchesPanel />, {
      listWatches: () => ({ items, offers_mail: false }),
      deleteWatch: () => {
        items = [];
        return { status: 'success' as const };
      },
      createWatch: (_: URLSearchParams, body: unknown) => {
        made = body;
        items = [watch];
        return watch;
      },
    }),
  );
  return () => made;
};

test('a watch of several jobs that was removed is brought back by its id', async () => {
  const made = await renderWatch(aWatch({ id: 'w2', subject: { type: 'jobs', id: 'w2', name: '250 jobs' } }));
  await press('Remove 250 jobs');
  await press('Undo');
  const again = { watch_id: 'w2', outcomes: ['failed'], mail: false, webhook_id: null };
  await expect.poll(made).toEqual(again);
  await expect.element(page.getByText('250 jobs', { exact: true })).toBeVisible();
});

test('a watch that was removed can be brought back', async () => {
  const made = await renderWatch(aWatch());
  await press('Remove Soil cores');
  await expect.element(page.getByText('You are no longer told of Soil cores.')).toBeVisible();
  await press('Undo');
  const again = { dataset_id: 'd1', outcomes: ['failed'], mail: false, webhook_id: null };
  await expect.poll(made).toEqual(again);
  await expect.element(page.getByRole('link', { name: 'Soil cores' })).toBeVisible();
});

test('the secret of a new webhook is shown once', async () => {
  let made: unknown;
  const createWebhook = (_: URLSearchParams, body: unknown) => {
    made = body;
    return { ...aWebhook(), secret: 'whsec_c2VjcmV0' };
  };
  const listWebhooks = () => ({ items: made === undefined ? [] : [aWebhook()] });
  await renderExample(example(<WebhooksPanel />, { listWebhooks, createWebhook }));
  await press('New webhook');
  await press('Create');
  await expect.element(page.getByText('It begins with https:// or http://.')).toBeVisible();
  await userEvent.type(page.getByRole('textbox', { name: 'Name' }), 'Lab');
  await userEvent.type(page.getByRole('textbox', { name: 'Address' }), 'https://hooks.example.org/pawprint');
  await press('Create');
  await expect.element(page.getByText('whsec_c2VjcmV0')).toBeVisible();
  expect(made).toEqual({ name: 'Lab', url: 'https://hooks.example.org/pawprint' });
  await press('Done');
  await expect.element(page.getByRole('button', { name: 'Deliveries to Lab' })).toBeVisible();
  expect(page.getByText('whsec_c2VjcmV0').elements()).toEqual([]);
});

test('deliveries say what was answered, and are sent again', async () => {
  let resent = 0;
  await renderExample({
    ...SomeWebhooks,
    answers: {
      ...SomeWebhooks.answers,
      resendDelivery: () => {
        resent += 1;
        return aDelivery({ state: 'waiting' });
      },
    },
  });
  await press('Deliveries to Lab');
  const list = page.getByRole('list', { name: 'Deliveries' });
  await expect
    .element(list)
    .toHaveTextContent(/Waiting, 3 attempts, last .*, again .*503 Service Unavailable/);
  await userEvent.click(list.getByRole('button', { name: 'Send again' }).first());
  await expect.poll(() => resent).toBe(1);
});
