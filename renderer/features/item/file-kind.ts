/** What a file is, in as many kinds as a person tells apart. */
export type FileKind =
  | 'pdf'
  | 'word'
  | 'sheet'
  | 'slides'
  | 'image'
  | 'video'
  | 'audio'
  | 'web'
  | 'mail'
  | 'archive'
  | 'table'
  | 'text'
  | 'other';

const exact: ReadonlyMap<string, FileKind> = new Map<string, FileKind>([
  ['application/pdf', 'pdf'],
  ['application/msword', 'word'],
  ['application/rtf', 'word'],
  ['text/rtf', 'word'],
  ['application/vnd.openxmlformats-officedocument.wordprocessingml.document', 'word'],
  ['application/vnd.oasis.opendocument.text', 'word'],
  ['application/vnd.ms-excel', 'sheet'],
  ['application/vnd.openxmlformats-officedocument.spreadsheetml.sheet', 'sheet'],
  ['application/vnd.oasis.opendocument.spreadsheet', 'sheet'],
  ['application/vnd.ms-powerpoint', 'slides'],
  ['application/vnd.openxmlformats-officedocument.presentationml.presentation', 'slides'],
  ['application/vnd.oasis.opendocument.presentation', 'slides'],
  ['text/html', 'web'],
  ['application/xhtml+xml', 'web'],
  ['multipart/related', 'web'],
  ['message/rfc822', 'mail'],
  ['application/zip', 'archive'],
  ['application/gzip', 'archive'],
  ['application/x-7z-compressed', 'archive'],
  ['application/x-rar-compressed', 'archive'],
  ['application/x-tar', 'archive'],
  ['text/csv', 'table'],
]);

/** The kind that a media type stands for. */
export function fileKindOf(mediaType: string | undefined): FileKind {
  const type = mediaType?.split(';')[0]?.trim().toLowerCase() ?? '';
  const known = exact.get(type);
  if (known !== undefined) return known;
  const [family] = type.split('/');
  return family === 'image' || family === 'video' || family === 'audio' || family === 'text'
    ? family
    : 'other';
}
