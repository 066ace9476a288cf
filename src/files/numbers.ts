// Numbers as people and spreadsheets write them. Pure.

export type Amount =
  | { kind: 'amount'; value: number; currency: string | undefined }
  | { kind: 'refused'; why: string };

const signs: Record<string, string> = { '€': 'EUR', $: 'USD', '£': 'GBP', '¥': 'JPY' };

/** `48000`, `48,000.00`, `€48.000,00`, `1 200 EUR`. What could be read in two ways is refused. */
export function amountIn(text: string): Amount {
  const sign = /[€$£¥]/.exec(text)?.[0];
  const code = /\b[A-Za-z]{3}\b/.exec(text)?.[0];
  const digits = text.replace(/[€$£¥]|\b[A-Za-z]{3}\b|[\s\u00a0\u202f'’]/g, '');
  const plain = withPoint(digits);
  if (plain === 'either')
    return { kind: 'refused', why: `"${text}" may mean two numbers. Write it without separators.` };
  if (!/^\d{1,15}(\.\d+)?$/.test(plain)) return { kind: 'refused', why: `"${text}" is no amount.` };
  return { kind: 'amount', value: Number(plain), currency: code?.toUpperCase() ?? (sign && signs[sign]) };
}

function withPoint(digits: string): string {
  const lastComma = digits.lastIndexOf(',');
  const lastPoint = digits.lastIndexOf('.');
  if (lastComma >= 0 && lastPoint >= 0) {
    const [thousands, decimal] = lastComma > lastPoint ? ['.', ','] : [',', '.'];
    return digits.replaceAll(thousands!, '').replace(decimal!, '.');
  }
  const mark = lastComma >= 0 ? ',' : '.';
  const parts = digits.split(mark);
  if (parts.length > 2 && parts.slice(1).every((part) => part.length === 3)) return parts.join('');
  if (parts.length === 2 && parts[1]!.length === 3 && parts[0]!.length <= 3) return 'either';
  return digits.replace(mark, '.');
}
