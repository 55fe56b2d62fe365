import { expect, test } from 'vitest';
import { page, userEvent } from 'vitest/browser';
import { example } from '../../gallery/example.tsx';
import { Refusal } from '../../gallery/fake-api.ts';
import { renderExample } from '../../gallery/render-example.tsx';
import { aView, SHOWN } from '../builders.ts';
import { None, Open, OpenAndChanged, Some } from './saved-views.gallery.tsx';
import { SavedViews } from './saved-views.tsx';

const open = (name: string | RegExp = 'Saved views') => userEvent.click(page.getByRole('button', { name }));

test('the panel lists own views, then shared ones with their owners', async () => {
  await renderExample(Some);
  await open();
  await expect.element(page.getByRole('list', { name: 'Yours' })).toHaveTextContent('Failed this week');
  const others = page.getByRole('list', { name: 'Shared by others' });
  await expect.element(others).toHaveTextContent('Soil coresBen OkaforRetried oftenDeleted account');
  const link = page.getByRole('link', { name: 'Failed this week' });
  await expect.element(link).toHaveAttribute('href', expect.stringContaining('view=v1&q=state%3Afailed'));
});

test('the panel opens by keyboard and returns the focus when it closes', async () => {
  await renderExample(None);
  const button = page.getByRole('button', { name: 'Saved views' });
  await userEvent.tab();
  await expect.element(button).toHaveFocus();
  await userEvent.keyboard('{Enter}');
  await expect.element(page.getByText('No views yet.')).toBeVisible();
  await expect.element(button).not.toHaveFocus();
  await userEvent.keyboard('{Escape}');
  await expect.element(button).toHaveFocus();
});

test('what the page shows is saved as a view', async () => {
  let saved: unknown;
  const createJobView = (_: URLSearchParams, body: unknown) => {
    saved = body;
    return aView({ name: 'Mine' });
  };
  await renderExample(
    example(<SavedViews id={undefined} shown={SHOWN} />, {
      listJobViews: { items: [], total: 0 },
      createJobView,
      listSpaces: [],
      listUsers: [],
    }),
  );
  await open();
  await userEvent.click(page.getByRole('button', { name: 'Save as a new view…' }));
  await userEvent.click(page.getByRole('button', { name: 'Save', exact: true }));
  await expect.element(page.getByText('A view needs a name.')).toBeVisible();
  await userEvent.type(page.getByRole('textbox', { name: 'Name' }), 'Mine');
  // Nobody else has an account here.
  expect(page.getByRole('checkbox').elements()).toEqual([]);
  await userEvent.click(page.getByRole('button', { name: 'Save', exact: true }));
  await expect.poll(() => saved).toEqual({ name: 'Mine', shared: false, ...SHOWN });
  await expect.poll(() => page.getByRole('dialog').elements()).toEqual([]);
  await expect.element(page.getByRole('button', { name: 'Saved views' })).toHaveFocus();
});

test('a name that is taken is said in the dialog', async () => {
  await renderExample(
    example(<SavedViews id={undefined} shown={SHOWN} />, {
      listJobViews: { items: [], total: 0 },
      createJobView: new Refusal(409, 'conflict', 'You have a view named “Mine” already.'),
      listSpaces: [],
      listUsers: [],
    }),
  );
  await open();
  await userEvent.click(page.getByRole('button', { name: 'Save as a new view…' }));
  await userEvent.type(page.getByRole('textbox', { name: 'Name' }), 'Mine');
  await userEvent.click(page.getByRole('button', { name: 'Save', exact: true }));
  await expect.element(page.getByText(/You have a view named “Mine” already/)).toBeVisible();
});

test('an own view that has changed can be updated, renamed and deleted', async () => {
  await renderExample(OpenAndChanged);
  await open(/^Failed this week/);
  await expect.element(page.getByRole('button', { name: 'Update the view' })).toBeVisible();
  await expect.element(page.getByRole('button', { name: 'Rename or share…' })).toBeVisible();
  await userEvent.click(page.getByRole('button', { name: 'Delete…' }));
  await expect
    .element(page.getByRole('heading', { name: 'Delete the view Failed this week?' }))
    .toBeVisible();
  await userEvent.click(page.getByRole('button', { name: 'Cancel' }));
  await expect.element(page.getByRole('button', { name: /^Failed this week/ })).toHaveFocus();
});

test('a view as it was saved is not updated, and says that it is shared', async () => {
  await renderExample(Open);
  await open('Failed this week');
  await expect.element(page.getByText('You share it with everybody.')).toBeVisible();
  expect(page.getByRole('button', { name: 'Update the view' }).elements()).toEqual([]);
});

test('somebody else’s view can be opened and not changed', async () => {
  const view = aView({ shared: true, owner: { id: 'u2', name: 'Ben Okafor' } });
  const showMe = { id: 'u1', email: 'ana@example.org', name: 'Ana Ruiz', role: 'user', rights: [] };
  await renderExample(
    example(<SavedViews id="v1" shown={SHOWN} />, {
      showMe,
      showJobView: view,
      listJobViews: { items: [view], total: 1 },
    }),
  );
  await open('Failed this week');
  await expect.element(page.getByText('Shared by Ben Okafor.')).toBeVisible();
  await expect.element(page.getByRole('button', { name: 'Copy link' })).toBeVisible();
  expect(page.getByRole('button', { name: /Rename|Delete/ }).elements()).toEqual([]);
});

test('a view that is not there is said beside the button', async () => {
  const gone = new Refusal(404, 'view_not_found', 'There is no such view, or it is not shared.');
  await renderExample(example(<SavedViews id="v9" shown={SHOWN} />, { showJobView: gone }));
  await expect.element(page.getByText('There is no such view, or it is not shared.')).toBeVisible();
});
