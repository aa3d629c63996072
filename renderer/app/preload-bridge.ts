/** What the preload gives the page. */
interface Bridge {
  /** Hands dropped files to main, which answers with the shell event `dropped`; the page never sees a path. */
  readonly drop: (files: File[]) => void;
}

declare global {
  interface Window {
    readonly evidenceVault?: Bridge;
  }
}
