// Sets the theme, the text direction and the density before the first paint. The profile page writes
// these keys whenever the preference changes, so the next load starts with the right look.
(() => {
  const read = (key) => {
    try {
      return localStorage.getItem(key);
    } catch {
      return null; // storage may be refused: the system's theme is then the best guess
    }
  };
  const root = document.documentElement;
  const theme = read('deskbell.theme');
  const dark =
    theme === 'dark' || (theme !== 'light' && matchMedia('(prefers-color-scheme: dark)').matches);
  root.classList.toggle('dark', dark);
  const locale = read('deskbell.locale');
  if (locale) {
    root.lang = locale;
    root.dir = /^(ar|he|fa|ur)\b/.test(locale) ? 'rtl' : 'ltr';
  }
})();
