import { claimedType } from '../sources/disk/claimed-types.ts';

/** How a content can be shown without letting it act. */
type PreviewKind = 'image' | 'pdf' | 'audio' | 'video' | 'text' | 'mail' | 'none';

export interface Preview {
  readonly kind: PreviewKind;
  /** What it is, as far as bytes or name tell. */
  readonly mediaType: string;
  /** What it is handed to a page as: never as something that the page could take for a document of its own. */
  readonly servedAs: string;
}

/** Pictures that a page shows as pictures. SVG is one of them: inside an `img` it neither runs scripts nor fetches anything. */
const images: ReadonlySet<string> = new Set([
  'image/png',
  'image/apng',
  'image/jpeg',
  'image/gif',
  'image/webp',
  'image/avif',
  'image/bmp',
  'image/svg+xml',
]);
const textual: ReadonlySet<string> = new Set([
  'application/json',
  'application/xml',
  'application/xhtml+xml',
  'application/javascript',
  'application/x-sh',
  'application/rtf',
]);
const unknown = 'application/octet-stream';

/** @param mediaType as recorded, where it was */
export function previewOf(mediaType: string | undefined, name: string): Preview {
  const said = (mediaType ?? claimedType(name) ?? unknown).split(';')[0]?.trim().toLowerCase() ?? unknown;
  const kind = kindOf(said);
  switch (kind) {
    case 'text':
    case 'mail':
      return { kind, mediaType: said, servedAs: 'text/plain; charset=utf-8' };
    case 'none':
      return { kind, mediaType: said, servedAs: unknown };
    default:
      return { kind, mediaType: said, servedAs: said };
  }
}

function kindOf(mediaType: string): PreviewKind {
  if (images.has(mediaType)) return 'image';
  if (mediaType === 'application/pdf') return 'pdf';
  if (mediaType === 'message/rfc822') return 'mail';
  if (mediaType.startsWith('audio/')) return 'audio';
  if (mediaType.startsWith('video/')) return 'video';
  if (mediaType.startsWith('text/') || textual.has(mediaType) || /[+](?:json|xml)$/u.test(mediaType))
    return 'text';
  return 'none';
}
