import { afterEach, beforeEach, expect, it, vi } from 'vitest';

import { bringChosenFilesToSources } from '../../../../renderer/features/sources/bring-chosen-files.ts';

const { bringing, chosen } = vi.hoisted(() => ({
  bringing: { during: (): void => undefined, becomes: 'adding' },
  chosen: { files: [{ id: 'g-1', name: 'essay.pdf' }] },
}));
vi.mock('../../../../renderer/app/shell.ts', () => ({ chooseFiles: async () => chosen.files }));
vi.mock('../../../../renderer/app/bring-files.ts', () => ({
  bringFiles: async () => {
    bringing.during();
    return bringing.becomes;
  },
}));

const place = { hash: '' };
beforeEach(() => {
  place.hash = '#/sources/add?way=files';
  bringing.during = () => undefined;
  bringing.becomes = 'adding';
  chosen.files = [{ id: 'g-1', name: 'essay.pdf' }];
  vi.stubGlobal('location', place);
});
afterEach(() => {
  vi.unstubAllGlobals();
});

it('shows the sources once chosen files are being kept', async () => {
  await bringChosenFilesToSources();
  expect(place.hash).toBe('#/sources');
});

it('leaves a learner who went elsewhere meanwhile where they are', async () => {
  bringing.during = () => {
    place.hash = '#/item/i-1';
  };
  await bringChosenFilesToSources();
  expect(place.hash).toBe('#/item/i-1');
});

it('goes nowhere where nothing was chosen, or where what was found is to be looked at first', async () => {
  chosen.files = [];
  await bringChosenFilesToSources();
  bringing.becomes = 'looking';
  chosen.files = [{ id: 'g-1', name: 'export.zip' }];
  await bringChosenFilesToSources();
  expect(place.hash).toBe('#/sources/add?way=files');
});
