import { asJson } from '../../base/as-json.ts';
import { throwIfCancelled } from '../../base/errors.ts';
import { isJsonObject, type JsonObject } from '../../base/json.ts';
import type { Provenance } from '../../evidence/provenance.ts';
import type { Document, DocumentRole } from '../../evidence/records/document.ts';
import type { Page } from '../../evidence/records/page.ts';
import type { Observation, ProbeResult, PullResult, Sink, Source, SourceDescription } from '../source.ts';
import { cleanAddress, type CleanAddress } from './clean-address.ts';
import type { KeptDownload, KeptPage, PagePart, PortalCapture } from './portal-capture.ts';
import { refusePages } from './refuse-pages.ts';
import { SplitStream } from './split-stream.ts';

export interface PortalSourceOptions {
  /** Host of the portal, with its port where it has one. */
  readonly site: string;
  readonly capture: PortalCapture;
  readonly app: string;
  readonly timeZone: string;
}

/**
 * One capture of the portal window. A portal is never asked by itself: what comes from it comes because the learner kept it, so
 * nothing is ever gone here, and a pull hands over just the one capture.
 *
 * An item's key is what it is and its address without secrets. The same address again is the same item: its next version if the
 * bytes differ, unchanged if they do not.
 */
export function createPortalSource(options: PortalSourceOptions): Source {
  const { site, capture } = options;
  return {
    describe: (): SourceDescription => ({ type: 'portal', name: site }),
    probe: async (): Promise<ProbeResult> => ({ name: site, practice: false, notices: [] }),
    pull: async (_previous, sink, signal): Promise<PullResult> => {
      throwIfCancelled(signal);
      const clean = cleanAddress(capture.address);
      const provenance = provenanceOf(options, clean);
      const { kept } = capture;
      const results =
        kept.what === 'download'
          ? [await sink.take(downloadOf(kept, capture, clean, provenance))]
          : await sink.takeTogether(pageOf(kept, capture, clean, provenance, sink));
      throwIfCancelled(signal);
      return { state: results.some(({ outcome }) => outcome === 'failed') ? 'partial' : 'ok' };
    },
  };
}

function provenanceOf({ capture, app, timeZone }: PortalSourceOptions, clean: CleanAddress): Provenance {
  const { status, headers, received, certificates, title } = capture;
  const { date, etag, 'last-modified': lastModified } = headers;
  return {
    method: 'portal',
    address: clean.address,
    ...(clean.removed.length === 0 ? {} : { removed: [...clean.removed] }),
    ...(title === undefined ? {} : { title }),
    ...(status === undefined ? {} : { status }),
    ...(date === undefined ? {} : { date }),
    ...(etag === undefined ? {} : { etag }),
    ...(lastModified === undefined ? {} : { lastModified }),
    ...(certificates.length === 0 ? {} : { tls: certificates.map((each) => ({ ...each })) }),
    received,
    app,
    timeZone,
  };
}

function downloadOf(
  { name, mediaType, size, inPage = false }: KeptDownload,
  capture: PortalCapture,
  { address }: CleanAddress,
  provenance: Provenance,
): Observation {
  // What differs from one answer to the next although the file is the same stays out of the record.
  const document: Document = {
    name,
    role: 'file',
    ...(mediaType === undefined ? {} : { mediaTypeClaimed: mediaType }),
  };
  return {
    key: inPage ? `in-page/${address} ${name}` : `download/${address}`,
    recordKind: 'document',
    name,
    record: asRecord(document),
    content: {
      stream: () => refusePages(capture.bytes, { name, ...(mediaType === undefined ? {} : { mediaType }) }),
      ...(size === undefined ? {} : { expectedSize: size }),
    },
    ...(mediaType === undefined ? {} : { mediaType }),
    provenance,
    ...(capture.title === undefined ? {} : { text: capture.title }),
  };
}

interface PartRow {
  readonly role: DocumentRole;
  readonly mediaType: string;
  readonly ending: string;
  readonly link: 'pdf' | 'screenshot' | 'pageSource';
}

const partRows: Readonly<Record<PagePart, PartRow>> = {
  pdf: { role: 'page-pdf', mediaType: 'application/pdf', ending: '.pdf', link: 'pdf' },
  screenshot: { role: 'page-screenshot', mediaType: 'image/png', ending: '.png', link: 'screenshot' },
  source: { role: 'page-source', mediaType: 'multipart/related', ending: '.mhtml', link: 'pageSource' },
};

/** The parts, and last the page itself. */
function pageOf(
  { parts }: KeptPage,
  capture: PortalCapture,
  { address }: CleanAddress,
  provenance: Provenance,
  sink: Sink,
): Observation[] {
  const name = capture.title ?? address;
  const key = `page/${address}`;
  const page = sink.idOf(key);
  const bytes = new SplitStream(capture.bytes);
  const links: Partial<Record<PartRow['link'], string>> = {};
  const observations = parts.map(({ what, size }): Observation => {
    const { role, mediaType, ending, link } = partRows[what];
    const partKey = `page-${what}/${address}`;
    links[link] = sink.idOf(partKey);
    const document: Document = { name: `${name}${ending}`, role, mediaTypeClaimed: mediaType, partOf: page };
    return {
      key: partKey,
      recordKind: 'document',
      name: document.name,
      record: asRecord(document),
      content: { stream: () => bytes.next(size), expectedSize: size },
      mediaType,
      provenance,
    };
  });
  const record: Page = {
    address,
    ...(capture.title === undefined ? {} : { title: capture.title }),
    seen: capture.received,
    certificate: certificateOf(capture, address),
    ...links,
  };
  return [...observations, { key, recordKind: 'page', name, record: asRecord(record), provenance }];
}

/** The window opens nothing over a certificate that does not hold, so one that is there was good. */
function certificateOf({ certificates }: PortalCapture, address: string): NonNullable<Page['certificate']> {
  const [leaf] = certificates;
  if (leaf === undefined) return { state: address.startsWith('https:') ? 'not-checked' : 'none' };
  const { subject, issuer, sha256, validFrom, validTo } = leaf;
  return { state: 'valid', subject, issuer, sha256, validFrom, validTo };
}

function asRecord(value: object): JsonObject {
  const json = asJson(value);
  return isJsonObject(json) ? json : {};
}
