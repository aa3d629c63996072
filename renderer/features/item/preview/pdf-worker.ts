/* The thread that reads PDFs: the limits come first, since imports run in their order. */
import './pdf-worker-limits.ts';
import 'pdfjs-dist/legacy/build/pdf.worker.mjs';
