/**
 * Launcher and teaser. `!important` on :host keeps a host page's own rules (`* { ... }`) away from
 * the one element they can reach. The icons are clip paths: no image that a content policy forbids.
 */
export const css = `:host{all:initial!important;position:fixed!important;z-index:2147483000!important;inset:auto 0 0!important;height:0!important}
@media print{:host{display:none!important}}
*{box-sizing:border-box;margin:0;font:500 15px/22px system-ui,sans-serif}
button{cursor:pointer;border:1px solid transparent;color:inherit}
:focus-visible{outline:2px solid var(--c);outline-offset:2px;box-shadow:0 0 0 2px #fff}
.l,.t,.p{position:fixed;inset-inline-end:20px;box-shadow:0 0 0 1px #1c1a170f,0 8px 24px #1c1a1733}
.s>*{inset-inline:20px auto}
.l{bottom:max(20px,env(safe-area-inset-bottom));height:56px;min-width:56px;padding:0 15px;display:flex;align-items:center;gap:9px;border-radius:28px;background:var(--c);color:var(--i)}
i{width:24px;height:24px;background:currentColor;clip-path:path(evenodd,"M5 3h14a3 3 0 0 1 3 3v8a3 3 0 0 1-3 3h-7l-5 4.500V17H5a3 3 0 0 1-3-3V6a3 3 0 0 1 3-3zM7 7.500h10v1.600H7zM7 11h6.500v1.600H7z")}
.o i{clip-path:path("m5 8 1.400-1.400 5.600 5.600 5.600-5.600L19 8l-7 7z")}
.o .l span,[hidden],.o .t{display:none!important}
b{position:absolute;inset:-6px -2px auto auto;min-width:22px;padding:0 6px;border-radius:11px;background:#b3261e;color:#fff;font-size:12px;text-align:center}
.t{bottom:88px;width:min(300px,100vw - 40px);padding:14px 16px;border-radius:16px;background:#fff;color:#1c1a17}
.t p{padding-inline-end:20px}
.t button:last-child{position:absolute;inset:6px 6px auto auto;margin:0;padding:0;width:32px;background:0}
.t button{margin:8px 6px 0 0;padding:6px 14px;border-radius:18px;background:#f1efea;text-align:start}
@media(max-width:480px){.l span,.o .l{display:none}}
@media(forced-colors:active){.l,i{border:1px solid;forced-color-adjust:none}}`;
