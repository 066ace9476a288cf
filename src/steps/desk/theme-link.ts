// The address of a theme's page, and which theme an address names. Pure.

/** `publicUrl`: EARSHOT_PUBLIC_URL. */
export function themeLink(publicUrl: string, number: number): string {
  return new URL(`themes/T-${number}`, publicUrl.endsWith('/') ? publicUrl : `${publicUrl}/`).href;
}

/** Null for an address of anything else, or elsewhere. */
export function themeNumberIn(address: string, publicUrl: string): number | null {
  if (!URL.canParse(address)) return null;
  const base = new URL(themeLink(publicUrl, 1));
  const { host, pathname, protocol } = new URL(address);
  if (host !== base.host || !/^https?:$/.test(protocol)) return null;
  const folder = base.pathname.slice(0, -'T-1'.length);
  if (!pathname.startsWith(folder)) return null;
  const number = /^T?-?(\d{1,9})\/?$/i.exec(pathname.slice(folder.length))?.[1];
  return number ? Number(number) : null;
}
