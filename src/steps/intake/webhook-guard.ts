// Who may send to the generic endpoint and to the API: whoever knows EARSHOT_INTAKE_SECRET.
import { createHash } from 'node:crypto';
import { checkStamp, isSame, isSigned, type Request, type Verdict } from './source.ts';

const fix =
  'Send "Authorization: Bearer <EARSHOT_INTAKE_SECRET>", or X-Earshot-Timestamp with X-Earshot-Signature as docs/intake.md shows.';

/** By the secret itself, or by a signature over a timestamp and the body. */
export function verifyGeneric(request: Request, { secret, now }: { secret: string; now: Date }): Verdict {
  const authorization = request.header('authorization');
  if (authorization !== undefined) return verifyBearer(authorization, secret);
  const signature = request.header('x-earshot-signature');
  if (signature === undefined) return { kind: 'refused', why: `Who sends this is not known. ${fix}` };
  const stamp = request.header('x-earshot-timestamp') ?? '';
  const given = Buffer.from(signature.startsWith('sha256=') ? signature.slice(7) : '', 'hex');
  if (!isSigned({ algorithm: 'sha256', secret, parts: [stamp, '.', request.raw], given }))
    return { kind: 'refused', why: `The signature does not fit. ${fix}` };
  return checkStamp(new Date(/^\d{1,12}$/.test(stamp) ? Number(stamp) * 1000 : Number.NaN), now);
}

/** Hashed first, so that not even the length can be measured. */
export function verifyBearer(authorization: string | undefined, secret: string): Verdict {
  const token = /^Bearer +(\S+)$/i.exec(authorization ?? '')?.[1] ?? '';
  const hash = (text: string) => createHash('sha256').update(text).digest();
  if (isSame(hash(token), hash(secret))) return { kind: 'genuine' };
  return { kind: 'refused', why: `The bearer token is not EARSHOT_INTAKE_SECRET. ${fix}` };
}

/** For the API: undefined when the call is allowed. */
export function refuseCaller(
  secret: string | undefined,
  authorization: string | undefined,
): { status: 401 | 404; why: string } | undefined {
  if (!secret) return { status: 404, why: 'Earshot has no API: set EARSHOT_INTAKE_SECRET.' };
  const verdict = verifyBearer(authorization, secret);
  return verdict.kind === 'refused' ? { status: 401, why: verdict.why } : undefined;
}
