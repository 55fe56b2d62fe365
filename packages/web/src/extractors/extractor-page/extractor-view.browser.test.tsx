import { expect, test } from 'vitest';
import { page, userEvent } from 'vitest/browser';
import { renderExample } from '../../gallery/render-example.tsx';
import {
  Busy,
  Instances,
  InstanceWithChange,
  Jobs,
  New,
  NewWithoutJobs,
  Paused,
  Private,
  Settings,
  WithoutHeartbeats,
} from './extractor-view.gallery.tsx';

test('disabling an extractor with waiting jobs asks for confirmation', async () => {
  await renderExample(Settings);
  await userEvent.click(page.getByRole('switch', { name: 'ncsa.wordcount is enabled' }));
  const dialog = page.getByRole('dialog', { name: 'Switch ncsa.wordcount off?' });
  await expect.element(dialog).toHaveTextContent('14 jobs wait for it');
  await userEvent.click(dialog.getByRole('button', { name: 'Cancel' }));
  await expect.element(page.getByRole('switch', { name: 'ncsa.wordcount is enabled' })).toBeChecked();
});

test('pausing the dispatch says what is held, and asks for a reason', async () => {
  await renderExample(Busy);
  await userEvent.click(page.getByRole('button', { name: 'Pause dispatch' }));
  const dialog = page.getByRole('dialog', { name: 'Pause the dispatch to ncsa.wordcount?' });
  await expect.element(dialog).toHaveTextContent('none is lost. Running jobs go on.');
  await userEvent.fill(dialog.getByLabelText('Reason'), 'new disks');
  await userEvent.click(dialog.getByRole('button', { name: 'Pause dispatch' }));
  await expect.element(dialog).not.toBeInTheDocument();
});

test('a paused extractor says who paused it, why, and what waits', async () => {
  await renderExample(Paused);
  const health = page.getByRole('region', { name: 'Health' });
  await expect.element(health).toHaveTextContent(/Dispatch paused by Ada Obi .* ago: new disks\./);
  await expect
    .element(health)
    .toHaveTextContent(
      '11 jobs wait until it is resumed. 3 messages already in its RabbitMQ queue are not held.',
    );
  await expect.element(page.getByRole('button', { name: 'Resume dispatch' })).toBeVisible();
});

test('settings say who switched and who paused it, and what spaces chose', async () => {
  await renderExample(Settings);
  const enabled = page.getByRole('region', { name: 'Where it is enabled' });
  await expect.element(enabled).toHaveTextContent('switched on by Tomás Weber');
  await expect.element(enabled).toHaveTextContent('Space Forest plots');
  await expect.element(enabled.getByLabelText('ncsa.wordcount in Forest plots')).toHaveValue('off');
  await expect
    .element(page.getByRole('region', { name: 'Dispatch' }))
    .toHaveTextContent(/Paused ?by Ada Obi, .*: new disks/);
  const announced = page.getByRole('region', { name: 'What it announces' });
  await expect.element(announced).toHaveTextContent('ncsa.wordcount: 1 consumer, 3 messages ready');
  await expect.element(announced.getByRole('figure', { name: 'Parameters' })).toHaveTextContent('threshold');
});

test('the overview counts all jobs, and shows the instances seen last', async () => {
  await renderExample(Busy);
  await expect.element(page.getByRole('tab', { name: /^Jobs/ })).toHaveTextContent('42,947');
  await expect.element(page.getByRole('region', { name: 'Health' })).toHaveTextContent('oldest 4.0 s');
  const instances = page.getByRole('region', { name: 'Instances' });
  await expect.element(instances.getByRole('row', { name: /Late/ })).toBeVisible();
});

test('the latest jobs show state, resource and message', async () => {
  await renderExample(Jobs);
  const row = page.getByRole('row', { name: /Failed/ });
  await expect.element(row).toHaveTextContent('no such table');
  await expect
    .element(page.getByRole('row', { name: /Queued/ }))
    .toHaveTextContent('14 ahead of it for ncsa.wordcount');
});

test('two versions are compared in words, with the number of runs', async () => {
  await renderExample(Busy);
  const row = page.getByRole('row', { name: /Failed or lost/ });
  await expect.element(row).toHaveTextContent('+3.9 points worse');
  await expect.element(row).toHaveTextContent('1,022 and 41,906 runs; 95 % sure: +2.9 to +5.3 points');
  await expect.element(page.getByRole('row', { name: /Run, p50/ })).toHaveTextContent('−34 % better');
  await expect.element(page.getByLabelText('Compare version')).toHaveValue('2.0');
});

test('health says in one sentence what is off', async () => {
  await renderExample(Busy);
  const health = page.getByRole('region', { name: 'Health' });
  await expect.element(health).toHaveTextContent('was last seen');
  await expect.element(health).toHaveTextContent('41 of 1,414');
});

test('every chart has a table beside it', async () => {
  await renderExample(Busy);
  for (const name of [
    'Jobs ended per hour',
    'Run time of done jobs',
    'By size of the input',
    'Work of the instances',
  ]) {
    const panel = page.getByRole('region', { name });
    await userEvent.click(panel.getByText('Show as a table'));
    await expect.element(panel.getByRole('table')).toBeVisible();
  }
});

test('version marks and marks of jobs are reached by keyboard', async () => {
  await renderExample(Busy);
  const throughput = page.getByRole('figure', { name: /^Jobs ended per hour/ });
  const mark = throughput.getByRole('link', { name: '2.0 seen' });
  await expect.element(mark).toHaveAttribute('tabindex', '0');
  await expect.element(mark).toHaveAttribute('href', expect.stringContaining('version%3A2.0'));
  const scatter = page.getByRole('application', { name: /done jobs against the size/ });
  scatter.element().focus();
  await userEvent.keyboard('{ArrowRight}');
  const sizes = page.getByRole('region', { name: 'By size of the input' });
  await expect.element(sizes.getByRole('status')).toHaveTextContent(/plot-07-soil-cores\.txt: 2\.0 kB in/);
});

test('lanes are over the time of the charts, and zoom to what is shown', async () => {
  await renderExample(Busy);
  const lanes = page.getByRole('region', { name: 'Work of the instances' });
  await userEvent.click(lanes.getByRole('button', { name: 'Zoom to these jobs' }));
  await expect.element(lanes.getByRole('button', { name: 'Show the whole time' })).toBeVisible();
});

test('the measure of the times can be changed', async () => {
  await renderExample(Busy);
  await userEvent.click(page.getByRole('radiogroup', { name: 'Measure' }).getByText('Wait'));
  await expect.element(page.getByRole('heading', { name: 'Wait before the first start' })).toBeVisible();
});

test('an extractor without jobs says how to get one', async () => {
  await renderExample(NewWithoutJobs);
  await expect.element(page.getByRole('heading', { name: 'No jobs yet' })).toBeVisible();
});

test('a new extractor has figures without numbers', async () => {
  await renderExample(New);
  await expect.element(page.getByText('No job has ended yet.')).toBeVisible();
  await expect.element(page.getByText('No such job ended in this time.').first()).toBeVisible();
});

test('an extractor of the HTTP lane has no error queue', async () => {
  await renderExample(Instances);
  await expect.element(page.getByRole('tab', { name: /Instances/ })).toBeVisible();
  await expect.element(page.getByRole('tab', { name: 'Error queue' })).not.toBeInTheDocument();
});

test('an extractor without heartbeats shows the consumers of its queue', async () => {
  await renderExample(WithoutHeartbeats);
  await expect
    .element(page.getByText('Its queue ncsa.wordcount: 1 consumer, 3 messages ready.'))
    .toBeVisible();
  await expect.element(page.getByRole('tab', { name: 'Error queue' })).toBeVisible();
});

test('a private extractor says who uses it, and its owner finds people to share it with', async () => {
  await renderExample(Private);
  await expect
    .element(page.getByText('Private to you, Ben Okafor and the members of Soil lab.'))
    .toBeVisible();
  await userEvent.click(page.getByRole('button', { name: 'Share…' }));
  await userEvent.fill(page.getByLabelText('Name or e-mail'), 'chl');
  await expect.element(page.getByRole('button', { name: 'Share with Chloé Dubois' })).toBeEnabled();
  await expect.element(page.getByRole('button', { name: 'Share with Ana Ruiz' })).not.toBeInTheDocument();
  await expect.element(page.getByLabelText('Space to share it with')).toHaveTextContent('Forest plots');
});

test('an instance whose change waits is shown as such', async () => {
  await renderExample(InstanceWithChange);
  await expect
    .element(page.getByRole('row', { name: /Live/ }))
    .toHaveTextContent('announces a change that waits');
});

test('what a version made is marked as superseded with a reason, and the mark says who made it', async () => {
  await renderExample(Busy);
  const versions = page.getByRole('table', { name: 'All versions' });
  await expect
    .element(versions.getByRole('row', { name: /^1\.9/ }))
    .toHaveTextContent(/Superseded ?by Ada Obi, .*: counted empty lines/);
  await userEvent.click(versions.getByRole('button', { name: 'Actions on version 2.0' }));
  await userEvent.click(page.getByRole('menuitem', { name: 'Mark as superseded…' }));
  const dialog = page.getByRole('dialog', { name: 'Mark what ncsa.wordcount 2.0 made as superseded?' });
  await userEvent.fill(dialog.getByLabelText('Reason'), 'wrong units');
  await userEvent.click(dialog.getByRole('button', { name: 'Mark as superseded' }));
  await expect.element(dialog).not.toBeInTheDocument();
  await userEvent.click(versions.getByRole('button', { name: 'Actions on version 1.9' }));
  await userEvent.click(page.getByRole('menuitem', { name: 'No longer superseded…' }));
  await expect
    .element(page.getByRole('dialog', { name: 'Let what ncsa.wordcount 1.9 made count again?' }))
    .toHaveTextContent('It is no longer marked');
});
