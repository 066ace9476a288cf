// What a person wrote, apart from what came along with it: mail headers, signatures, logs, code, older replies.

type LineKind = 'prose' | 'log' | 'header' | 'older' | 'greeting' | 'signature' | 'blank';

/** One line of the text; `start` and `end` are offsets into it. `body` is where prose begins after a mark such as "> " or "- ". */
export type Line = { start: number; end: number; body: number; kind: LineKind; bullet: boolean };

/** Sorts the lines of a text. A text that is nothing but quoted or forwarded lines is read as prose itself. */
export function linesOf(text: string): Line[] {
  const lines = split(text);
  markFences(text, lines);
  markComments(text, lines);
  markEnds(text, lines);
  if (!lines.some((line) => line.kind === 'prose'))
    for (const line of lines) if (line.kind === 'older') line.kind = 'prose';
  return lines;
}

function split(text: string): Line[] {
  const lines: Line[] = [];
  for (const match of text.matchAll(/[^\n]*(?:\n|$)/g)) {
    if (match[0] === '') continue;
    const start = match.index;
    const content = match[0].replace(/\r?\n$/, '');
    const mark = /^\s*(?:(?:>|&gt;)\s?)*\s*(?:[-*•–]\s+|\(?\d{1,2}[.)]\s+)?/.exec(content)![0];
    const line = { start, end: start + content.length, body: start + mark.length };
    lines.push({ ...line, kind: kindOf(content), bullet: /[-*•–\d]/.test(mark.replace(/&gt;/g, '')) });
  }
  return lines;
}

const headerLine =
  /^\s*(?:>\s*)*\*?(from|to|cc|bcc|sent|date|reply-to|message-id|von|an|gesendet|datum|de|à|envoyé|enviado(?: el)?|para|fecha|da|a|inviato|data|van|aan|verzonden)\*?\s?:\s?\*?\s*\S/i;
export const subjectLine =
  /^\s*(?:>\s*)*\*?(subject|betreff|objet|asunto|assunto|oggetto|onderwerp)\*?\s?:\*?\s*/i;
const forwardLine =
  /^\s*-*\s*(begin forwarded message|forwarded message|original message|weitergeleitete nachricht|ursprüngliche nachricht|message transféré|message d'origine|mensaje reenviado|mensagem encaminhada|messaggio inoltrato)\b.*$/i;
/** The questions of an issue form, not its answers: headings, a bold line ending in a question mark or colon, tick boxes. */
const formLine =
  /^\s*(#{1,6}\s+\S.*|\*\*[^*]{3,120}[?:]?\*\*\s*[?:]?|__[^_]{3,120}__|[-*]\s+\[[ xX]\]\s.*|(_no response_|n\/a|none)|!\[.*\]\(.*\))\s*$/i;
const replyLine =
  /^\s*(on .{5,80} wrote:|am .{5,80} schrieb.*:|le .{5,80} a écrit\s?:|el .{5,80} escribió:|em .{5,80} escreveu:)\s*$/i;
const greetingLine =
  /^\s*(hi|hello|hey|dear|good (morning|afternoon|evening)|hallo|guten (tag|morgen)|moin|liebes?|bonjour|salut|hola|buen[oa]s( d[ií]as| tardes)?|ol[áa]|oi|bom dia|ciao|salve|buongiorno|hoi|beste)\b[^.!?:]{0,40}[,.!:]*\s*$/i;
const signOffLine =
  /^\s*((best|kind|warm|many)?\s*(regards|wishes|thanks)|best|thanks( a lot| again| in advance| so much)?|thank you|thx|cheers|sincerely|yours( truly)?|sent from my .*|get outlook for .*|mit freundlichen grüßen|viele grüße|beste grüße|danke|gruß|lg|mfg|cordialement|bien à vous|merci( d'avance)?|saludos|gracias|atentamente|abra[çc]os|obrigad[oa]|grazie|cordiali saluti|groeten|met vriendelijke groet)\s*[,.!]*\s*$/i;
const logLine =
  /^\s*(\[?\d{4}-\d\d-\d\d[T ]\d\d:\d\d|\[?\d\d:\d\d:\d\d|(ERROR|WARN(ING)?|INFO|DEBUG|FATAL|TRACE|SEVERE)\b[\s:[\]-]|at [\w$.<>/]+[(:]|at .+\(.*:\d+(:\d+)?\)|Traceback \(|File "[^"]+", line \d+|Caused by:|\.\.\. \d+ more|Exception in thread|[\w$]+(\.[\w$]+)+(Error|Exception)\b|\w*(Error|Exception): |[{}[\]();]+\s*$|"?[\w.-]+"?\s*[:=]\s*[{["\d].*[,{[;]$|#\d+ |\$ \S|curl |npm (ERR|WARN)|HTTP\/\d|(GET|POST|PUT|PATCH|DELETE) \/|User-Agent:|Mozilla\/5\.0|0x[0-9a-f]{6,}|<\/?[a-z]+[^>]*>\s*$)/;

function kindOf(content: string): LineKind {
  const bare = content.replace(/^\s*(?:(?:>|&gt;)\s?)+/, '');
  if (bare.trim() === '' || /^\s*[-_=*]{3,}\s*$/.test(bare)) return 'blank';
  if (logLine.test(bare) || looksLikeMachine(bare)) return 'log';
  if (forwardLine.test(bare) || headerLine.test(bare) || formLine.test(bare)) return 'header';
  if (greetingLine.test(bare)) return 'greeting';
  return 'prose';
}

/** Long lines in which letters of words are the minority, or that hold no spaces. */
function looksLikeMachine(content: string): boolean {
  if (content.length < 30) return false;
  const letters = content.match(/\p{L}/gu)?.length ?? 0;
  const spaces = content.match(/\s/g)?.length ?? 0;
  const unspaced = /[\p{sc=Han}\p{sc=Hiragana}\p{sc=Katakana}\p{sc=Thai}]/u.test(content);
  return letters < content.length * 0.5 || (spaces < content.length / 40 && !unspaced);
}

function markFences(text: string, lines: Line[]): void {
  let inside = false;
  for (const line of lines) {
    const fences = text.slice(line.start, line.end).match(/```/g)?.length ?? 0;
    if (inside || fences > 0) line.kind = 'log';
    if (fences % 2 === 1) inside = !inside;
  }
}

/** Issue forms tell people in HTML comments what to write. */
function markComments(text: string, lines: Line[]): void {
  let inside = false;
  for (const line of lines) {
    const content = text.slice(line.start, line.end);
    if (inside || /^\s*<!--/.test(content)) line.kind = 'header';
    inside =
      content.lastIndexOf('-->') < 0
        ? inside || content.includes('<!--')
        : content.lastIndexOf('<!--') > content.lastIndexOf('-->');
  }
}

/** Signatures and older replies reach to the end, or to where a forwarded message starts. */
function markEnds(text: string, lines: Line[]): void {
  let rest: 'signature' | 'older' | undefined;
  for (const [i, line] of lines.entries()) {
    const content = text.slice(line.start, line.end);
    if (line.kind === 'header') rest = undefined;
    else if (replyLine.test(content)) [rest, line.kind] = ['older', 'header'];
    else if (isSignOff(content, lines.length - i, lines.slice(0, i))) rest = 'signature';
    if (rest && line.kind !== 'header' && line.kind !== 'blank') line.kind = rest;
  }
}

/** "Thanks," closes a mail only near its end, and never opens it. */
function isSignOff(content: string, linesLeft: number, before: Line[]): boolean {
  if (/^-- ?$/.test(content)) return true;
  return linesLeft <= 8 && before.some((line) => line.kind === 'prose') && signOffLine.test(content);
}
