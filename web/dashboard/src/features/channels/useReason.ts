import { useTranslation } from 'react-i18next';

/** A stable name of why something failed, in words; for one that is not known here, the name itself. */
export function useReason(): (reason: string) => string {
  const { t, i18n } = useTranslation();
  return (reason) =>
    i18n.exists(`failure.${reason}`)
      ? t(`failure.${reason}`)
      : t('failure.unknown', { code: reason });
}
