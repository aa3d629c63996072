const names: Readonly<Record<string, string>> = {
  'application/pdf': 'PDF',
  'application/vnd.openxmlformats-officedocument.wordprocessingml.document': 'Word',
  'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet': 'Excel',
  'application/vnd.openxmlformats-officedocument.presentationml.presentation': 'PowerPoint',
  'application/zip': 'zip',
  'text/plain': 'text',
  'text/html': 'web page',
};

/** The kind of a file as a person calls it: `PDF`, `Word`, `mp4 video`. */
export function sayFileType(mediaType: string | undefined): string {
  if (mediaType === undefined) return 'unknown';
  const [group = '', kind = ''] = mediaType.split('/');
  const isPlain = group === 'image' || group === 'video' || group === 'audio';
  return names[mediaType] ?? (isPlain ? `${kind} ${group}` : mediaType);
}
