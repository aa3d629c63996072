import { isAbsolute } from 'node:path';

const atMost = 1000;

/** The paths of dropped files as the preload sends them; undefined for anything but a short list of absolute paths. */
export function safeParseDroppedPaths(message: unknown): readonly string[] | undefined {
  if (!Array.isArray(message) || message.length === 0 || message.length > atMost) return undefined;
  const paths: string[] = [];
  for (const path of message as unknown[]) {
    if (typeof path !== 'string' || path.length > 4096 || path.includes('\0') || !isAbsolute(path))
      return undefined;
    paths.push(path);
  }
  return paths;
}
