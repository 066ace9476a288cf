// What may be shown of a name that a source gave: never an address.

/** `Jo Meyer <jo@acme.io>` becomes `Jo Meyer`; a bare address becomes its domain; null stays null. */
export function plainName(name: string | null): string | null {
  if (!name) return null;
  const words = name.replace(/<[^>]*>/g, '').trim();
  const address = /^\S+@(\S+\.\S+)$/.exec(words || name.replace(/[<>]/g, '').trim());
  return address ? `someone at ${address[1]}` : words || null;
}
