/** A screen in light, dark, and on the narrowest phone. */
export const variants = (screen) => [
  screen,
  { ...screen, name: `${screen.name}-dark`, dark: true },
  { ...screen, name: `${screen.name}-320`, width: 320, height: 640 },
];
