import { useTranslation } from 'react-i18next';
import { Button } from '@/ui/Button';
import { Options } from './Options';

/** Which WhatsApp number guests will write to. */
export type NumberKind = 'new' | 'moved' | 'both';
const KINDS: NumberKind[] = ['both', 'new', 'moved'];

/** Which number: nothing is sent from here, but what has to be done at Meta depends on it. */
export function NumberStep({
  value,
  onChoose,
  onNext,
}: {
  value: NumberKind | undefined;
  onChoose: (kind: NumberKind) => void;
  onNext: () => void;
}) {
  const { t } = useTranslation();
  return (
    <>
      <Options
        label={t('connect.numberTitle')}
        value={value}
        onChoose={onChoose}
        options={KINDS.map((kind) => ({
          value: kind,
          label: t(`connect.number_${kind}`),
          hint: t(`connect.numberHint_${kind}`),
        }))}
      />
      {value && <p className="text-ink2 text-ui">{t(`connect.numberDo_${value}`)}</p>}
      <p className="text-ink3 text-label">{t('connect.billed')}</p>
      <div>
        <Button variant="primary" disabled={!value} onClick={onNext}>
          {t('connect.next')}
        </Button>
      </div>
    </>
  );
}
