import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';

import type { Plugin } from 'vite';

/** The PDF reader's decoders of scanned pages (fax, JBIG2, JPEG 2000) as scripts: their WebAssembly would need a wider policy. */
const decoders = ['jbig2_nowasm_fallback.js', 'openjpeg_nowasm_fallback.js'];
/** Where pdf-document.ts says they are. */
const folder = 'pdf-decoders';

/** Puts the decoders beside the page under their own names, by which the reader's thread asks for them. */
export function pdfDecoders(): Plugin {
  return {
    name: 'pdf-decoders',
    apply: 'build',
    async generateBundle() {
      const { resolve } = createRequire(import.meta.url);
      for (const name of decoders)
        this.emitFile({
          type: 'asset',
          fileName: `${folder}/${name}`,
          source: await readFile(resolve(`pdfjs-dist/wasm/${name}`)),
        });
    },
  };
}
