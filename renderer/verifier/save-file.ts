/** How long a saved file's address stays good for a browser that asks first where to put it, in milliseconds. */
const kept = 10 * 60_000;

/** Hands bytes to the browser's own way of saving; nothing is opened. */
export function saveFile(name: string, content: Blob): void {
  // Of no type that a browser would show.
  const address = URL.createObjectURL(new Blob([content], { type: 'application/octet-stream' }));
  const link = document.createElement('a');
  link.href = address;
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(address), kept);
}

export function saveJson(name: string, document: unknown): void {
  saveFile(name, new Blob([`${JSON.stringify(document, null, 2)}\n`]));
}
