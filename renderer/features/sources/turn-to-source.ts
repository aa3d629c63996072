import { shell } from '../../app/shell.ts';
import { noticeKeyOf } from './source-state.ts';

/** Shows a source on a fresh page: what was typed on this one is gone from memory with it. Throws CallError. */
export async function turnToSource(
  id: string,
  news: 'connected' | 'signed-in',
  notices: readonly string[],
): Promise<void> {
  const keys = [...new Set(notices.map(noticeKeyOf))];
  const route = `#/sources/${id}?news=${news}${keys.length === 0 ? '' : `&notices=${keys.join(',')}`}`;
  await shell.call('shell.turnPage', { route });
}
