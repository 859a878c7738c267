import { inkOn, legible } from '../../../shared/colour';

/**
 * Puts the property's colour and the light or dark look on the document. Custom properties are set
 * by script, which a strict policy allows where it forbids inline styles.
 */
export function setTheme(colour: string, theme: string | undefined): void {
  const root = document.documentElement;
  const system = matchMedia('(prefers-color-scheme:dark)');
  const apply = () => {
    const dark = theme === 'dark' || (theme !== 'light' && system.matches);
    root.classList.toggle('dark', dark);
    const ground = dark ? '#252321' : '#f1efea';
    // A button's fill must stand out from its ground (3:1), a link must be read on it (4.5:1, with room for tinted grounds).
    const fill = legible(colour, ground, 3);
    root.style.setProperty('--fill', fill);
    root.style.setProperty('--ink', inkOn(fill));
    root.style.setProperty('--accent', legible(colour, ground, 5));
  };
  system.onchange = apply;
  apply();
}
