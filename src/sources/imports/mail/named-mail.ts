const named = /(?:\.(?:eml|mbox|mbx)|(?:^|\/)(?:cur|new)\/[^/]+|(?:^|\/)[^/.]+)$/i;

/** True if a file's name or place says that it may hold e-mail: its ending, Maildir's folders, or no ending at all as mail programs do. */
export function isNamedMail(path: string): boolean {
  return named.test(path);
}
