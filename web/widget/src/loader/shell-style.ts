/**
 * The frame round the panel: a card above the launcher, the whole screen on a phone. What is in it is
 * seen once the panel reports: a browser's own error page is nothing for a hotel's guests.
 */
export const css = `
.p{bottom:88px;width:400px;height:min(680px,100vh - 108px);max-width:calc(100vw - 40px);background:var(--g);border-radius:16px;overflow:hidden;box-shadow:0 0 0 1px #1c1a1714,0 1px 2px #1c1a170f,0 8px 24px #1c1a171f,0 24px 64px #1c1a171f;visibility:hidden;opacity:0;transform:translateY(8px);transition:.14s cubic-bezier(.2,.8,.2,1)}
.o .p{visibility:visible;opacity:1;transform:none}
iframe{opacity:0;display:block;width:100%;height:100%;border:0;color-scheme:normal}
.r iframe{opacity:1}
@media(max-width:480px){.p,.s>.p{inset:0;width:100%;max-width:none;height:100vh;height:100dvh;border-radius:0;padding:env(safe-area-inset-top) env(safe-area-inset-right) env(safe-area-inset-bottom) env(safe-area-inset-left);transform:none}}
@media(prefers-reduced-motion:reduce){.p{transition:none}}
@media(forced-colors:active){.p{border:1px solid}}
`;
