import { VaultError } from '../../../../src/base/errors.ts';
import type { PagePart, PortalCapture } from '../../../../src/sources/portal/portal-capture.ts';
import { keepCapture } from '../../../../src/vault/keep-capture.ts';
import type { ReportedItem } from '../../../../src/vault/ingest/ingest-sink.ts';
import type { SyncReport } from '../../../../src/vault/sync.ts';
import type { SourceFixture } from './source-fixture.ts';

const portal = { url: 'https://portal.example/login' };
/** In the addresses that the window saw, and nowhere else. */
const secret = 'SesskeyOfTheLearner';

const downloads: readonly (readonly [name: string, text: string])[] = [
  ['essay.pdf', '%PDF-1.7\nAn essay.\n'],
  ['notes.txt', 'Notes of an observation.\n'],
  ['plan.txt', 'A plan of the kitchen.\n'],
];
const parts: readonly (readonly [what: PagePart, bytes: Buffer])[] = [
  ['pdf', Buffer.from('%PDF-1.7\nThe page.\n')],
  ['screenshot', Buffer.from('\u0089PNG\r\n\u001a\n and a screen', 'latin1')],
  ['source', Buffer.from('From: <Saved by Blink>\r\nContent-Type: multipart/related\r\n\r\nThe page.')],
];

async function* pieces(bytes: Uint8Array, broken: boolean): AsyncGenerator<Uint8Array> {
  yield bytes.subarray(0, 10);
  if (broken) throw new VaultError('source.download-incomplete');
  yield bytes.subarray(10);
}

/** What every capture of the window says. */
function seen(path: string): Omit<PortalCapture, 'kept' | 'bytes'> {
  return {
    address: `https://portal.example/${path}?sesskey=${secret}`,
    title: 'Unit 3',
    status: 200,
    headers: { date: 'Sun, 22 Nov 2026 10:00:00 GMT' },
    received: '2026-11-22T10:00:01.000Z',
    certificates: [],
  };
}

/** What a learner keeps in the portal window: one thing after the other, the same ones at each pull. */
export const portalFixture: SourceFixture = {
  start: async () => {
    const texts = new Map(downloads);
    let broken: string | undefined;
    const captures = (): PortalCapture[] => [
      ...[...texts].map(([name, text]): PortalCapture => {
        const bytes = Buffer.from(text);
        const kept = { what: 'download' as const, name, mediaType: 'text/plain', size: bytes.length };
        return { ...seen(`files/${name}`), kept, bytes: pieces(bytes, name === broken) };
      }),
      {
        ...seen('mod/view'),
        kept: { what: 'page', parts: parts.map(([what, { length }]) => ({ what, size: length })) },
        bytes: pieces(Buffer.concat(parts.map(([, bytes]) => bytes)), false),
      },
    ];
    const key = (name: string): string => `download/https://portal.example/files/${name}`;
    return {
      secrets: [secret],
      methods: ['portal'],
      snapshot: async () => JSON.stringify([...texts]),
      pull: async (vault, options) => {
        const reports: SyncReport[] = [];
        for (const capture of captures()) reports.push(await keepCapture(vault, portal, capture, options));
        const items: ReportedItem[] = reports.flatMap((report) => [...report.items]);
        return { state: reports.every(({ state }) => state === 'ok') ? 'ok' : 'partial', items };
      },
      changeOne: async () => {
        texts.set('notes.txt', 'Notes of two observations, the second one longer.\n');
        return { changed: [key('notes.txt')] };
      },
      breakOne: async () => {
        broken = 'notes.txt';
        return {
          key: key('notes.txt'),
          code: 'source.download-incomplete',
          mend: async () => {
            broken = undefined;
          },
        };
      },
      end: async () => undefined,
    };
  },
};
