/** Character maps and stand-ins for the standard fonts, by name: files of the app, read as they are needed. */
const maps = import.meta.glob<string>('../../../../node_modules/pdfjs-dist/cmaps/*.bcmap', {
  query: '?url',
  import: 'default',
  eager: true,
});
const fonts = import.meta.glob<string>('../../../../node_modules/pdfjs-dist/standard_fonts/*.{pfb,ttf}', {
  query: '?url',
  import: 'default',
  eager: true,
});

const addresses = new Map(
  [...Object.entries(maps), ...Object.entries(fonts)].map(([path, address]) => [
    path.slice(path.lastIndexOf('/') + 1),
    address,
  ]),
);

/** What the PDF reader asks for its own files: pdf.js calls it a binary data factory. */
export class PdfFiles {
  async fetch({ filename }: { readonly kind: string; readonly filename: string }): Promise<Uint8Array> {
    const address = addresses.get(filename);
    if (address === undefined) throw new Error('There is no such file of the PDF reader');
    const answer = await fetch(address);
    if (!answer.ok) throw new Error('A file of the PDF reader could not be read');
    return new Uint8Array(await answer.arrayBuffer());
  }
}
