import { clip } from '../../../shared/text';
import { t } from './i18n';

const BATCH = 500;
const KEEP = 1_500;

/**
 * The one live region. New incoming messages are told in batches of half a second, at most three of
 * them, each cut to 250 characters; the words are taken away again so that they are not met twice by
 * whoever reads the page. History and own messages are never told.
 */
export class Announcer {
  private region: ShadowRoot;
  private queue: string[] = [];
  private timer: ReturnType<typeof setTimeout> | undefined;
  private typingAt = -Infinity;

  constructor() {
    const status = document.createElement('div');
    status.className = 'vh';
    status.setAttribute('role', 'status');
    document.body.appendChild(status);
    // Its words are a copy of the log's. In a closed root they are heard and not found twice, by
    // whoever searches the page.
    this.region = status.attachShadow({ mode: 'closed' });
  }

  say(text: string): void {
    this.queue.push(clip(text, 250));
    clearTimeout(this.timer);
    this.timer = setTimeout(() => {
      const all = this.queue.splice(0);
      this.region.textContent =
        all.length > 3 ? t('new_messages', { n: all.length }) : all.join('\n');
      this.timer = setTimeout(() => {
        this.region.textContent = '';
      }, KEEP);
    }, BATCH);
  }

  /** At most once in 30 s, however often somebody starts and stops. */
  typing(text: string): void {
    if (performance.now() - this.typingAt < 30_000) return;
    this.typingAt = performance.now();
    this.say(text);
  }
}
