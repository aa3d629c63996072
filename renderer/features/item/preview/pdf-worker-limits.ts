/**
 * What the thread that reads PDFs may not do. A stream of a few kilobytes can swell to many gigabytes (a decompression bomb), so no
 * piece of memory may be larger than any honest page needs; and it reads only what it is handed, so it has no use for a network.
 */
const mostBytes = 256 * 1024 * 1024;

function limited<Constructor extends new (...parts: never[]) => object>(
  constructor: Constructor,
  width: number,
): Constructor {
  return new Proxy(constructor, {
    construct: (target, parts: unknown[], newTarget) => {
      const [length] = parts;
      if (typeof length === 'number' && length * width > mostBytes) {
        // The reader would take it for a small fault and show an empty page.
        postMessage({ tooLarge: true });
        throw new RangeError('More memory than a page of a PDF needs');
      }
      return Reflect.construct(target, parts, newTarget) as object;
    },
  });
}

Object.assign(globalThis, {
  ArrayBuffer: limited(ArrayBuffer, 1),
  Uint8Array: limited(Uint8Array, 1),
  Uint8ClampedArray: limited(Uint8ClampedArray, 1),
  Uint16Array: limited(Uint16Array, 2),
  Uint32Array: limited(Uint32Array, 4),
  Int32Array: limited(Int32Array, 4),
  Float32Array: limited(Float32Array, 4),
});
// The browser's own decompression knows no limit; without it the reader uses its own, which grows its memory step by step.
for (const name of [
  'DecompressionStream',
  'fetch',
  'XMLHttpRequest',
  'WebSocket',
  'WebSocketStream',
  'WebTransport',
  'EventSource',
  'indexedDB',
  'caches',
])
  Reflect.deleteProperty(globalThis, name);
