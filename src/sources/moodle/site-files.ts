/**
 * The address from which a listed file can be had with a token, or undefined if it is not on the site itself: a token never
 * goes to another host.
 *
 * Some lists name `/pluginfile.php`, which wants a browser's session; with `/webservice` before it the token counts. Nothing
 * else of the address is made up or changed, except that a token in it is taken out.
 */
export function fileAddress(site: URL, listed: string): URL | undefined {
  if (!URL.canParse(listed, site.href)) return undefined;
  const url = new URL(listed, site);
  const root = site.pathname.replace(/\/$/, '');
  if (url.origin !== site.origin || !url.pathname.startsWith(`${root}/`)) return undefined;
  const path = url.pathname.slice(root.length);
  if (!/^\/(?:webservice\/)?pluginfile\.php(?:\/|$)/.test(path)) return undefined;
  if (path.startsWith('/pluginfile.php')) url.pathname = `${root}/webservice${path}`;
  url.searchParams.delete('token');
  url.hash = '';
  url.username = '';
  url.password = '';
  return url;
}
