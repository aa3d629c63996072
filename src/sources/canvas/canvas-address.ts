import { VaultError } from '../../base/errors.ts';

/**
 * The Canvas that somebody names by its address or that of one of its pages, with or without `https://`. A Canvas always lies at the
 * top of its host, so path and query are dropped; they may hold secrets.
 *
 * Throws `source.not-canvas` for what is no web address at all.
 */
export function parseCanvasAddress(entered: string): URL {
  const text = entered.trim();
  const whole = /^[a-z][a-z0-9+.-]*:\/\//i.test(text) ? text : `https://${text}`;
  const url = URL.canParse(whole) ? new URL(whole) : undefined;
  if (url === undefined || !['http:', 'https:'].includes(url.protocol) || url.hostname === '')
    throw new VaultError('source.not-canvas', { reason: 'not-an-address' });
  return new URL(url.origin);
}
