import { type Inline, inlines } from '@shared/text';

/** Text as text, with bold words and web addresses; nothing else of it is ever markup. */
export function Linked({ text }: { text: string }) {
  return inlines(text).map((piece, index) => (
    // biome-ignore lint/suspicious/noArrayIndexKey: the pieces of a stored text never move
    <Piece key={index} piece={piece} />
  ));
}

function Piece({ piece }: { piece: Inline }) {
  if (piece.kind === 'text') return piece.text;
  if (piece.kind === 'bold') return <strong className="font-semibold">{piece.text}</strong>;
  return (
    <>
      <a
        href={piece.href}
        target="_blank"
        rel="noreferrer noopener nofollow"
        className="break-words underline"
      >
        {piece.text}
      </a>
      {piece.host && ` (${piece.host})`}
    </>
  );
}
