import type { BundleSink } from '../bundle/bundle-input.ts';

/** Where a bundle goes; `finish` once all of it is written. */
export interface ExportSink extends BundleSink {
  finish(): Promise<void>;
}

/** Leads a bundle into a file as it is, or encrypted, so that a readable byte of it never touches the disk. */
export async function openExportSink(file: BundleSink, recipients: readonly string[]): Promise<ExportSink> {
  if (recipients.length === 0)
    return { write: (bytes) => file.write(bytes), finish: () => Promise.resolve() };
  // What encrypts takes as long to load as everything else that an export needs.
  const { openAgeWriter } = await import('../crypto/age/age-writer.ts');
  return openAgeWriter(recipients, (sealed) => file.write(sealed));
}
