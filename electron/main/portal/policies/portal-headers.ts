type Headers = Readonly<Record<string, readonly string[]>>;

/**
 * A sandbox of the HTML standard (section 7.1.5) that lets a page be a page: scripts, forms, its own cookies, links, downloads. It has no
 * `allow-modals`, so that nothing can hold the learner back: no alert, question, print dialog, or trap at leaving.
 */
const sandbox =
  'sandbox allow-scripts allow-same-origin allow-forms allow-popups allow-popups-to-escape-sandbox allow-downloads allow-top-navigation';

/** The headers of a page or frame with the sandbox added to whatever policies it has itself; policies only ever take away. */
export function confineDocument(headers: Headers): Record<string, string[]> {
  const confined: Record<string, string[]> = {};
  let policies: readonly string[] = [];
  for (const [name, values] of Object.entries(headers)) {
    if (name.toLowerCase() === 'content-security-policy') policies = [...policies, ...values];
    else confined[name] = [...values];
  }
  confined['Content-Security-Policy'] = [...policies, sandbox];
  return confined;
}
