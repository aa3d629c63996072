import type { ReactNode } from 'react';

/** What to do, one after the other. */
export function Steps({ steps }: { readonly steps: readonly string[] }): ReactNode {
  return (
    <ol className="source-steps">
      {steps.map((step) => (
        <li key={step}>{step}</li>
      ))}
    </ol>
  );
}
