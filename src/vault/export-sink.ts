import type { BundleSink } from '../bundle/bundle-input.ts';
import { openAgeWriter } from '../crypto/age/age-writer.ts';

/** Where a bundle goes; `finish` once all of it is written. */
export interface ExportSink extends BundleSink {
  finish(): Promise<void>;
}

/** Leads a bundle into a file as it is, or encrypted, so that a readable byte of it never touches the disk. */
export async function openExportSink(file: BundleSink, recipients: readonly string[]): Promise<ExportSink> {
  if (recipients.length > 0) return openAgeWriter(recipients, (sealed) => file.write(sealed));
  return { write: (bytes) => file.write(bytes), finish: () => Promise.resolve() };
}
