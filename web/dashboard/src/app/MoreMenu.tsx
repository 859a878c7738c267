import { Ellipsis } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { Menu } from '@/ui/Menu';
import { MoreLinks } from './MoreLinks';
import { RAIL_ITEM } from './places';

/** What a phone has no room for at its foot, in a menu. */
export default function MoreMenu() {
  const { t } = useTranslation();
  return (
    <Menu
      side="top"
      trigger={
        <button type="button" aria-label={t('nav.more')} className={RAIL_ITEM}>
          <Ellipsis size={20} strokeWidth={1.5} />
        </button>
      }
    >
      <MoreLinks />
    </Menu>
  );
}
