import { useTranslation } from 'react-i18next';
import { type Figures, figuresText } from './figures';

/** What tells figures in one line, in the language of the page. */
export function useFiguresText(): (figures: Figures) => string {
  const { t, i18n } = useTranslation();
  const word = (key: string, values?: Record<string, unknown>) => t(`figure.${key}`, values);
  return (figures) => {
    const line = figuresText(figures, { word, locale: i18n.language });
    // From right to left the figures of two neighbours would change places: each is isolated.
    if (i18n.dir() === 'ltr') return line;
    return line
      .split(' · ')
      .map((piece) => `\u2067${piece}\u2069`)
      .join(' · ');
  };
}
