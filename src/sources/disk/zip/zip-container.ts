/** Names of members that only one kind of document has; the first that fits decides. */
const marks: readonly (readonly [mark: RegExp, type: string])[] = [
  [/^word\//, 'application/vnd.openxmlformats-officedocument.wordprocessingml.document'],
  [/^xl\//, 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet'],
  [/^ppt\//, 'application/vnd.openxmlformats-officedocument.presentationml.presentation'],
  [/^visio\//, 'application/vnd.ms-visio.drawing.main+xml'],
];

/**
 * The type of a document that is a ZIP archive only by its packaging (Office, OpenDocument, EPUB, Java, iWork), or undefined for an
 * archive that somebody packed.
 *
 * @param names of all members
 * @param mimetype contents of a member `mimetype` (OpenDocument 1.3 part 2, section 3.3; EPUB OCF section 4.3), if there is one
 * @param claimed the type that the file's own name claims: Pages, Numbers and Keynote look alike inside
 */
export function containerType(
  names: ReadonlySet<string>,
  mimetype: string | undefined,
  claimed: string | undefined,
): string | undefined {
  if (mimetype !== undefined && /^[a-z]+\/[a-z0-9.+-]{1,100}$/i.test(mimetype)) return mimetype;
  if (names.has('[Content_Types].xml')) {
    for (const [mark, type] of marks) if ([...names].some((name) => mark.test(name))) return type;
  }
  if (names.has('Index/Document.iwa') || names.has('Index.zip'))
    return claimed?.startsWith('application/vnd.apple.') === true ? claimed : undefined;
  if (names.has('META-INF/MANIFEST.MF')) return 'application/java-archive';
  return undefined;
}
