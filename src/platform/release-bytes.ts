/**
 * Gives the memory of an array back now, where the garbage collector would come for it only after 64 MiB more of its kind.
 * The array is empty afterwards. One that shares its memory with others is left alone.
 */
export function releaseBytes({ buffer, byteLength }: Uint8Array): void {
  if (buffer instanceof ArrayBuffer && buffer.byteLength === byteLength) buffer.transfer(0);
}
