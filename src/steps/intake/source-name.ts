// What a source may be called: its name stands in addresses, in keys and in what people read.

export function isSourceName(name: string): boolean {
  return /^[a-z][a-z0-9-]{0,39}$/.test(name) && name !== 'slack';
}

export const sourceNameRule =
  'the name of a source has lower-case letters, digits and hyphens, begins with a letter, and is not "slack".';
