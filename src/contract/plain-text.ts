/** The domain's reading of a short piece of HTML, for pages that show what a portal said. */
export { plainText } from '../evidence/values/plain-text.ts';
