/** One server-sent event; a comment (a beat) comes as event "" with no data. */
export interface ServerEvent {
  event: string;
  data: string;
}

/**
 * Reads a fetch response as server-sent events (WHATWG HTML 9.2). The browser's own EventSource can
 * send no header and gives up for good after one 503, so the token could not stay out of the URL.
 * An event cut off by the end of the stream is dropped: only a blank line completes one.
 */
export class SseParser {
  private rest = '';
  private event = '';
  private data: string[] = [];
  private decoder = new TextDecoder();

  push(bytes: Uint8Array): ServerEvent[] {
    const out: ServerEvent[] = [];
    this.rest += this.decoder.decode(bytes, { stream: true });
    const lines = this.rest.split(/\r\n|\n|\r(?!$)/);
    this.rest = lines.pop() ?? '';
    for (const line of lines) {
      if (line === '') {
        if (this.data.length)
          out.push({ event: this.event || 'message', data: this.data.join('\n') });
        this.event = '';
        this.data = [];
        continue;
      }
      const [, field, value = ''] = /^([^:]*)(?:: ?(.*))?$/s.exec(line) ?? [];
      if (field === 'event') this.event = value;
      else if (field === 'data') this.data.push(value);
      else if (field === '') out.push({ event: '', data: '' });
    }
    return out;
  }
}
