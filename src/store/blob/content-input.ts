import { waitingFiles } from '../durable/raw-files.ts';
import type { ContentInput } from './captured-content.ts';
import { readBytes, readFileContent, readStream, type ContentReader } from './content-reader.ts';

/** Reads a content on the main thread. Throws as `readFileContent` and `readStream`. */
export async function readerOf(input: ContentInput): Promise<ContentReader> {
  if ('bytes' in input) return readBytes(input.bytes);
  if ('stream' in input) return readStream(input.stream(), input.expectedSize);
  return readFileContent(waitingFiles, input.path);
}
