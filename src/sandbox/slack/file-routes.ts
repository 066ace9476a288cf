// Where file bytes go in (the upload address) and come out (url_private), beside the Web API.
import { type Context, Hono } from 'hono';
import { type Core, Refusal } from './core.ts';
import { mayOpen } from './files.ts';
import { callerOf } from './tokens.ts';

const longest = 50_000_000;

export function fileRoutes(core: Core): Hono {
  return new Hono()
    .on(['POST', 'PUT'], '/upload/v1/:file', async (c) => {
      const file = core.world.files[c.req.param('file')];
      if (file?.stage !== 'announced') return c.text('unknown or used upload address', 404);
      const bytes = await bytesOf(c);
      if (bytes.length > longest) return c.text('file too large', 413);
      if (bytes.length !== file.size) return c.text(`expected ${file.size} bytes, got ${bytes.length}`, 400);
      Object.assign(file, { stage: 'uploaded', base64: bytes.toString('base64') });
      core.changed({ type: 'file' });
      return c.text(`OK - ${bytes.length}`);
    })
    .get('/files-pri/:where/:rest{.+}', (c) => {
      const file = core.world.files[c.req.param('where').split('-').at(-1) ?? ''];
      const viewer = viewerOf(core, c);
      if (!file || !viewer || !mayOpen(core, viewer, file)) return c.text('file not found', 404);
      const download = c.req.param('rest').startsWith('download/');
      const name = file.name.replaceAll(/[^\w.-]/g, '_');
      return c.body(Buffer.from(file.base64, 'base64'), 200, {
        'content-type': file.mimetype,
        'content-security-policy': "default-src 'none'; style-src 'unsafe-inline'; sandbox",
        'content-disposition': `${download ? 'attachment' : 'inline'}; filename="${name}"`,
      });
    });
}

/** Raw, or the first file of a form: the SDK sends the latter. */
async function bytesOf(c: Context): Promise<Buffer> {
  if (!(c.req.header('content-type') ?? '').includes('multipart/form-data'))
    return Buffer.from(await c.req.arrayBuffer());
  const form = await c.req.formData();
  const part = [...form.values()].find((value) => typeof value !== 'string');
  return part ? Buffer.from(await (part as File).arrayBuffer()) : Buffer.alloc(0);
}

function viewerOf(core: Core, c: Context) {
  const bearer = /^Bearer (\S+)$/i.exec(c.req.header('authorization') ?? '')?.[1] ?? c.req.query('token');
  try {
    const caller = callerOf(core, bearer);
    return caller.kind === 'app' ? undefined : caller.user;
  } catch (error) {
    if (error instanceof Refusal) return undefined;
    throw error;
  }
}
