import { type Inline, linkify, markdown } from '../../../shared/text';
import { t } from './i18n';

/** Text as DOM nodes. Nothing here takes markup, so nothing written in a chat can bring any. */
const Line = ({ parts }: { parts: Inline[] }) => (
  <>
    {parts.map((part, i) =>
      part.kind === 'link' ? (
        // A link never reaches the chat's own window, nor tells where it was found.
        <a key={i} href={part.href} target="_blank" rel="noopener noreferrer nofollow ugc">
          {part.text}
          {part.host && <span class="host"> ({part.host})</span>}
          <span class="vh"> ({t('new_tab')})</span>
        </a>
      ) : part.kind === 'bold' ? (
        <strong key={i}>{part.text}</strong>
      ) : (
        part.text
      ),
    )}
  </>
);

/** A message's words: the assistant's small Markdown, or a person's text as it was written. */
export function Rich({ text, rich }: { text: string; rich: boolean }) {
  if (!rich) {
    return (
      <p>
        <Line parts={linkify(text)} />
      </p>
    );
  }
  return (
    <>
      {markdown(text).map((block, i) => {
        if (block.kind === 'p') {
          return (
            <p key={i}>
              <Line parts={block.inlines} />
            </p>
          );
        }
        const List = block.kind;
        return (
          <List key={i}>
            {block.items.map((item, n) => (
              <li key={n}>
                <Line parts={item} />
              </li>
            ))}
          </List>
        );
      })}
    </>
  );
}
