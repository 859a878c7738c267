import { Link } from '@tanstack/react-router';
import { DropdownMenu } from 'radix-ui';
import { useTranslation } from 'react-i18next';
import { mayUse } from '@/lib/abilities';
import { menuRow } from '@/ui/Menu';
import { AccountItems } from './AccountMenu';
import { DutyItems } from './DutyMenu';
import { AT_THE_FOOT, PLACES } from './places';
import { useMe } from './session';

/** What does not fit at the foot of a phone. */
export function MoreLinks() {
  const me = useMe();
  const { t } = useTranslation();
  const rule = <DropdownMenu.Separator className="my-1 h-px bg-line" />;
  return (
    <>
      {PLACES.filter(({ place }) => !AT_THE_FOOT.includes(place))
        .filter(({ place }) => mayUse(me, place))
        .map(({ to, label, icon: Icon }) => (
          <DropdownMenu.Item key={to} asChild>
            <Link to={to} className={menuRow}>
              <Icon size={16} strokeWidth={1.5} aria-hidden />
              {t(label)}
            </Link>
          </DropdownMenu.Item>
        ))}
      {rule}
      {mayUse(me, 'live') && (
        <>
          <DutyItems />
          {rule}
        </>
      )}
      <AccountItems />
    </>
  );
}
