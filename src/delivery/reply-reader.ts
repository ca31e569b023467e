export type SmtpReply = {
  readonly code: number;
  /** All lines without their codes, joined by spaces; 1 KB at most. */
  readonly text: string;
};

/** What a relay sent that is no SMTP reply (RFC 5321 section 4.2), or a reply without an end. */
export class ReplyFault extends Error {}

const longest = { line: 4096, reply: 65_536, text: 1024 };
const replyLine = /^([2-5]\d\d)(?:([ -])(.*))?$/;

/**
 * Cuts a stream of bytes into replies. Lines may end in CRLF or, from careless servers, in LF. A relay that lies (garbage,
 * lines or replies that never end) makes it throw instead of remembering everything it hears.
 */
export class ReplyReader {
  private pending = '';
  private code = 0;
  private text = '';
  private heard = 0;

  /** @throws ReplyFault */
  read(chunk: Buffer, onReply: (reply: SmtpReply) => void): void {
    const heard = this.pending === '' ? chunk.toString('latin1') : this.pending + chunk.toString('latin1');
    let from = 0;
    for (let end = heard.indexOf('\n', from); end !== -1; end = heard.indexOf('\n', from)) {
      this.takeLine(heard.slice(from, heard[end - 1] === '\r' ? end - 1 : end), onReply);
      from = end + 1;
    }
    this.pending = from === 0 ? heard : heard.slice(from);
    if (this.pending.length > longest.line) throw new ReplyFault('a reply line does not end');
  }

  private takeLine(line: string, onReply: (reply: SmtpReply) => void): void {
    const parts = line.length > longest.line ? null : replyLine.exec(line);
    if (!parts) throw new ReplyFault(`not an SMTP reply: ${line.slice(0, 100)}`);
    const code = Number(parts[1]);
    if (this.code !== 0 && this.code !== code)
      throw new ReplyFault('the lines of a reply have different codes');
    this.heard += line.length;
    if (this.heard > longest.reply) throw new ReplyFault('a reply does not end');
    const words = parts[3] ?? '';
    if (this.text.length < longest.text) this.text = this.text === '' ? words : `${this.text} ${words}`;
    if (parts[2] === '-') {
      this.code = code;
      return;
    }
    const reply = { code, text: `${code} ${this.text}`.slice(0, longest.text) };
    this.code = 0;
    this.text = '';
    this.heard = 0;
    onReply(reply);
  }
}
