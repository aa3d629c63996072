/**
 * Which requests a switch is about: a piece of, or an expression for, the line `METHOD /decoded/path function…`, where
 * the functions are those of the web service, the ones inside a batch included.
 */
export type RequestPattern = string | RegExp;

export function matchesPattern(pattern: RequestPattern, line: string): boolean {
  return typeof pattern === 'string' ? line.includes(pattern) : line.search(pattern) >= 0;
}
