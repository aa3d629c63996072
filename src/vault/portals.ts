import { z } from 'zod';

import { VaultError } from '../base/errors.ts';
import { cleanAddress } from '../sources/portal/clean-address.ts';
import type { SourceRow } from '../store/index/source-queries.ts';
import { addSource, getSource } from './add-source.ts';
import type { OpenVault, WritableVault } from './vault-context.ts';

/** What is written down of a portal: its host, and the address at which the window first opened there. */
const portalSettings = z.looseObject({ site: z.string(), url: z.string() });

/** What is written down of each source that is a website. */
const siteSettings = z.looseObject({ url: z.string() });
const websites: ReadonlySet<string> = new Set(['moodle', 'canvas', 'openbadges']);

/** A portal as it is named: by a source, or by an address. */
export type PortalName =
  { readonly source: string; readonly url?: string } | { readonly source?: undefined; readonly url: string };

export interface PortalPlace {
  /** The source of what is kept there, once something was. */
  readonly source: SourceRow | undefined;
  /** Where a window begins: without secrets. */
  readonly address: string;
  /** Host, with its port where it has one. */
  readonly site: string;
}

/**
 * The portal that a source or an address means. A site that is connected has a portal source of its own beside it, never itself: its
 * connector compares complete listings and has a token to keep, and what the learner keeps by hand must not become part of either.
 *
 * Throws `input.not-found` for no such source, `source.not-supported` for one without a site, `source.unsafe-address`.
 */
export function findPortal(vault: OpenVault, name: PortalName): PortalPlace {
  const row = name.source === undefined ? undefined : getSource(vault, name.source);
  if (row?.type === 'portal') {
    const { site, url } = portalSettings.parse(row.settings);
    return { source: row, site, address: name.url === undefined ? url : webAddress(name.url).href };
  }
  const address = name.url ?? siteOf(row);
  const url = webAddress(address);
  return { source: portalAt(vault, url.host), address: url.href, site: url.host };
}

/** As `findPortal`, but makes the source if there is none yet. */
export async function getPortal(vault: WritableVault, name: PortalName): Promise<SourceRow> {
  const { source, address, site } = findPortal(vault, name);
  if (source !== undefined) return source;
  const { id } = await addSource(vault, { type: 'portal', name: site, settings: { site, url: address } });
  return getSource(vault, id);
}

function portalAt(vault: OpenVault, site: string): SourceRow | undefined {
  return vault.index.sources
    .list()
    .find(
      ({ type, removedAt, settings }) =>
        type === 'portal' && removedAt === undefined && settings.site === site,
    );
}

function siteOf(row: SourceRow | undefined): string {
  const settings =
    row !== undefined && websites.has(row.type) ? siteSettings.safeParse(row.settings) : undefined;
  if (settings?.success !== true) throw new VaultError('source.not-supported', { type: row?.type ?? '' });
  return settings.data.url;
}

/** Throws `source.unsafe-address` for anything but http and https. */
function webAddress(text: string): URL {
  if (!URL.canParse(text)) throw new VaultError('source.unsafe-address');
  const { address } = cleanAddress(text);
  const url = new URL(address);
  if (!['http:', 'https:'].includes(url.protocol) || url.host === '')
    throw new VaultError('source.unsafe-address');
  return url;
}
