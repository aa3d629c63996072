/** The parsed address, or undefined. (`URL.parse` is newer than the Node of some Electrons we run on.) */
export function safeParseUrl(text: string): URL | undefined {
  return URL.canParse(text) ? new URL(text) : undefined;
}
