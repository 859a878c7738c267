import { password, type Server } from './server.ts';

/** Somebody of the desk who works through the staff API alone: where the dashboard itself is not what is looked at. */
export class Staff {
  private constructor(
    private readonly server: Server,
    private readonly cookie: string,
    /** What GET /me says. */
    readonly me: { id: string; properties: { id: string; name: string }[] },
  ) {}

  static async signIn(server: Server, email: string): Promise<Staff> {
    const login = await fetch(`${server.url}/api/v1/login`, {
      method: 'POST',
      headers: { 'Content-Type': 'application/json' },
      body: JSON.stringify({ email, password }),
    });
    if (!login.ok) throw new Error(`sign in ${email}: ${login.status} ${await login.text()}`);
    const cookie = (login.headers.get('set-cookie') ?? '').split(';')[0] ?? '';
    return new Staff(server, cookie, (await login.json()) as Staff['me']);
  }

  /** Calls a route and fails unless it succeeds. */
  async ask<T = Record<string, unknown>>(method: string, path: string, body?: object): Promise<T> {
    const answer = await this.try(method, path, body);
    const text = await answer.text();
    if (!answer.ok) throw new Error(`${method} ${path}: ${answer.status} ${text}`);
    return (text ? JSON.parse(text) : undefined) as T;
  }

  /** Calls a route whose refusal is what is looked at. */
  try(method: string, path: string, body?: object): Promise<Response> {
    return fetch(`${this.server.url}/api/v1${path}`, {
      method,
      headers: { 'Content-Type': 'application/json', Cookie: this.cookie },
      body: body && JSON.stringify(body),
    });
  }

  /** Changes settings of the first property one sees. */
  async settings(change: object): Promise<void> {
    await this.ask('PATCH', `/properties/${this.me.properties[0]?.id}/settings`, change);
  }
}
