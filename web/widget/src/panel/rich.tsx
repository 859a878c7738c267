import { type Inline, linkify, markdown } from '../../../shared/text';
import { t } from './i18n';

/** Text as DOM nodes. Nothing here takes markup, so nothing written in a chat can bring any. */
const Line = ({ parts }: { parts: Inline[] }) => (
  <>
    {parts.map((part) =>
      part.kind === 'link' ? (
        // A link never reaches the chat's own window, nor tells where it was found.
        <a href={part.href} target="_blank" rel="noopener noreferrer nofollow ugc">
          {part.text}
          {part.host && <span class="host"> ({part.host})</span>}
          <span class="vh"> ({t('new_tab')})</span>
        </a>
      ) : part.kind === 'bold' ? (
        <strong>{part.text}</strong>
      ) : (
        part.text
      ),
    )}
  </>
);

/**
 * A message's words, each paragraph in the direction it is written in (the bubble keeps the panel's):
 * the assistant's small Markdown, or a person's text as it was written.
 */
export function Rich({ text, rich }: { text: string; rich: boolean }) {
  if (!rich) {
    return (
      <p dir="auto">
        <Line parts={linkify(text)} />
      </p>
    );
  }
  return (
    <>
      {markdown(text).map((block) => {
        if (block.kind === 'p') {
          return (
            <p dir="auto">
              <Line parts={block.inlines} />
            </p>
          );
        }
        const List = block.kind;
        return (
          <List dir="auto">
            {block.items.map((item) => (
              <li>
                <Line parts={item} />
              </li>
            ))}
          </List>
        );
      })}
    </>
  );
}
