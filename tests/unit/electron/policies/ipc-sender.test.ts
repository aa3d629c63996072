import { describe, expect, it } from 'vitest';

import { isCurrentPage } from '../../../../electron/main/policies/ipc-sender.ts';

const host = 'a'.repeat(32);
const current = { webContentsId: 1, host };
const page = `evidence-vault-app://${host}/index.html#/home`;

describe('who is heard', () => {
  it('is the current page’s own frame', () => {
    expect(isCurrentPage({ webContentsId: 1, frameUrl: page, isMainFrame: true }, current)).toBe(true);
  });

  it.each([
    ['another window', { webContentsId: 2, frameUrl: page, isMainFrame: true }],
    ['a frame inside the page', { webContentsId: 1, frameUrl: page, isMainFrame: false }],
    ['a frame that is gone', { webContentsId: 1, frameUrl: undefined, isMainFrame: true }],
    [
      'a page that was before',
      { webContentsId: 1, frameUrl: page.replaceAll('a/', 'b/'), isMainFrame: true },
    ],
    ['a website', { webContentsId: 1, frameUrl: 'https://evil.example/', isMainFrame: true }],
    ['an empty page', { webContentsId: 1, frameUrl: 'about:blank', isMainFrame: true }],
    ['nothing', { webContentsId: 1, frameUrl: '', isMainFrame: true }],
    [
      'evidence at the page’s own host',
      { webContentsId: 1, frameUrl: `evidence-vault-app://${host}/content/abc`, isMainFrame: true },
    ],
    [
      'a host that begins like the page’s',
      {
        webContentsId: 1,
        frameUrl: `evidence-vault-app://${host}.evil.example/index.html`,
        isMainFrame: true,
      },
    ],
  ])('is not %s', (_what, sender) => {
    expect(isCurrentPage(sender, current)).toBe(false);
  });
});
