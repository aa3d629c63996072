/** Formats whose words can be read. */
export type DocumentKind =
  'pdf' | 'word' | 'presentation' | 'workbook' | 'open-document' | 'html' | 'rtf' | 'mail' | 'plain';

const office = 'application/vnd.openxmlformats-officedocument';
const open = 'application/vnd.oasis.opendocument';

const kinds: Readonly<Record<string, DocumentKind>> = {
  'application/pdf': 'pdf',
  [`${office}.wordprocessingml.document`]: 'word',
  [`${office}.wordprocessingml.template`]: 'word',
  'application/vnd.ms-word.document.macroenabled.12': 'word',
  [`${office}.presentationml.presentation`]: 'presentation',
  [`${office}.presentationml.slideshow`]: 'presentation',
  'application/vnd.ms-powerpoint.presentation.macroenabled.12': 'presentation',
  [`${office}.spreadsheetml.sheet`]: 'workbook',
  'application/vnd.ms-excel.sheet.macroenabled.12': 'workbook',
  [`${open}.text`]: 'open-document',
  [`${open}.spreadsheet`]: 'open-document',
  [`${open}.presentation`]: 'open-document',
  'text/html': 'html',
  'application/xhtml+xml': 'html',
  'application/rtf': 'rtf',
  'text/rtf': 'rtf',
  'message/rfc822': 'mail',
  'text/plain': 'plain',
  'text/markdown': 'plain',
  'text/csv': 'plain',
  'text/tab-separated-values': 'plain',
  'text/vtt': 'plain',
  'text/calendar': 'plain',
  'application/json': 'plain',
};

/** Media types of documents whose words can be read. */
export const readableTypes: readonly string[] = Object.keys(kinds);

/** How a content of this media type is read; undefined if its words cannot be. */
export function documentKind(mediaType: string): DocumentKind | undefined {
  return Object.hasOwn(kinds, mediaType) ? kinds[mediaType] : undefined;
}
