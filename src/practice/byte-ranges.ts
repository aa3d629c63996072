/** A stretch of a file, both ends included. */
export interface ByteRange {
  readonly from: number;
  readonly to: number;
}

/**
 * Reads a Range header the way Moodle 4.5 does (`readfile_accel` of lib/filelib.php): any pair of digits counts, an end
 * beyond the file is moved to its end, and if one pair makes no sense the whole header is ignored, which means the
 * whole file with status 200 where RFC 9110 asks for 416.
 */
export function readMoodleRanges(header: string | undefined, size: number): ByteRange[] | undefined {
  if (header?.includes('bytes=') !== true) return undefined;
  const ranges: ByteRange[] = [];
  for (const [, first = '', last = ''] of header.matchAll(/(\d*)-(\d*)/g)) {
    const range =
      first === ''
        ? { from: Math.max(0, size - Number(last)), to: size - 1 }
        : { from: Number(first), to: last === '' ? size - 1 : Math.min(Number(last), size - 1) };
    if ((first === '' && last === '') || range.from > range.to) return undefined;
    ranges.push(range);
  }
  return ranges.length === 0 ? undefined : ranges;
}

/** Moodle's BYTESERVING_BOUNDARY. */
export const rangeBoundary = 's1k2o3d4a5k6s7';

/** The body of a multipart/byteranges answer (RFC 9110 section 14.6) with Moodle's line ends. */
export function encodeByteRanges(bytes: Buffer, ranges: readonly ByteRange[], type: string): Buffer {
  const parts = ranges.flatMap(({ from, to }) => [
    Buffer.from(
      `\r\n--${rangeBoundary}\r\nContent-Type: ${type}\r\nContent-Range: bytes ${from}-${to}/${bytes.length}\r\n\r\n`,
      'latin1',
    ),
    bytes.subarray(from, to + 1),
  ]);
  return Buffer.concat([...parts, Buffer.from(`\r\n--${rangeBoundary}--\r\n`, 'latin1')]);
}
