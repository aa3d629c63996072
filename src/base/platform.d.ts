/**
 * The few web-platform globals that tier I may lean on, since Node, Electron and browsers all have them.
 *
 * Only tsconfig.tier-i.json reads this file. Each declaration is narrower than both @types/node's and the DOM's, so what
 * compiles against it compiles against either. Adding one is a decision: every platform must have it, and alike.
 */

/** Encodes text as UTF-8 (https://encoding.spec.whatwg.org/#interface-textencoder). */
declare class TextEncoder {
  encode(input?: string): Uint8Array<ArrayBuffer>;
}

/** Decodes UTF-8 (https://encoding.spec.whatwg.org/#interface-textdecoder); with `fatal` throws a TypeError on malformed bytes. */
declare class TextDecoder {
  constructor(label?: 'utf-8', options?: { fatal?: boolean; ignoreBOM?: boolean });
  decode(input?: Uint8Array, options?: { stream?: boolean }): string;
}

/** The platform's random source (https://w3c.github.io/webcrypto/#Crypto-method-getRandomValues); at most 65,536 bytes a call. */
declare const crypto: {
  getRandomValues(array: Uint8Array<ArrayBuffer>): Uint8Array<ArrayBuffer>;
};

/** Tells long work to stop (https://dom.spec.whatwg.org/#interface-AbortSignal). */
interface AbortSignal {
  readonly aborted: boolean;
  readonly reason: unknown;
  throwIfAborted(): void;
  addEventListener(type: 'abort', listener: () => void, options?: { once?: boolean }): void;
  removeEventListener(type: 'abort', listener: () => void): void;
}

/** A deep copy by the structured clone algorithm (https://html.spec.whatwg.org/#dom-structuredclone). */
declare function structuredClone<T>(value: T): T;
