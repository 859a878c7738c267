import { isRtl, locale } from '../i18n';
import { t } from '../i18n/late';
import { Icon } from '../icons';

/** A telephone number as a link that dials; isolated, or its plus would wander in a line of Arabic. */
export const Phone = ({
  phone,
  word = 'call',
  strong,
}: {
  phone: string;
  word?: 'call' | 'call_house';
  strong?: boolean;
}) => (
  <a class={strong ? 'chip strong' : 'chip'} href={`tel:${phone.replace(/[^+\d]/g, '')}`}>
    <Icon name="phone" />
    <span>{t(word, { phone: isRtl(locale) ? `\u2066${phone}\u2069` : phone })}</span>
  </a>
);
