import { createServer, type Server as HttpServer } from 'node:http';

/** What the scripted language model makes of a call: its instructions, and the text that it is given. */
export type Says = (instructions: string, text: string) => string;

/** An OpenAI-compatible language model that says what the test wants, or does not answer. */
export class LanguageModel {
  /** How often it was asked. */
  asked = 0;
  down = false;

  private constructor(
    readonly url: string,
    private readonly http: HttpServer,
  ) {}

  static async open(says: Says): Promise<LanguageModel> {
    let model: LanguageModel | undefined;
    const http = createServer((req, res) => {
      let body = '';
      req.on('data', (part: Buffer) => {
        body += part.toString();
      });
      req.on('end', () => {
        if (model) model.asked++;
        if (model?.down) {
          res.writeHead(503);
          res.end();
          return;
        }
        const { messages } = JSON.parse(body) as { messages: { content: string }[] };
        const content = says(messages[0]?.content ?? '', messages[1]?.content ?? '');
        const choice = { index: 0, delta: { content }, finish_reason: 'stop' };
        res.writeHead(200, { 'Content-Type': 'text/event-stream' });
        res.end(`data: ${JSON.stringify({ id: 'x', choices: [choice] })}\n\ndata: [DONE]\n\n`);
      });
    });
    await new Promise<void>((resolve) => http.listen(0, '127.0.0.1', resolve));
    const address = http.address();
    const port = typeof address === 'object' && address ? address.port : 0;
    model = new LanguageModel(`http://127.0.0.1:${port}/v1`, http);
    return model;
  }

  /** What a server needs to ask it. */
  get env(): Record<string, string> {
    return { DESKBELL_LLM_BASE_URL: this.url, DESKBELL_LLM_MODEL: 'small-1' };
  }

  close(): void {
    this.http.close();
    this.http.closeAllConnections();
  }
}
