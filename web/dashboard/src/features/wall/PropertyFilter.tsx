import { ListFilter } from 'lucide-react';
import { DropdownMenu } from 'radix-ui';
import { useTranslation } from 'react-i18next';
import { useMe } from '@/app/session';
import { PropertyTag } from '@/ui/Bits';
import { buttonClass } from '@/ui/Button';
import { Menu, menuRow } from '@/ui/Menu';
import { usePropertyFilter } from './usePropertyFilter';

/** Chooses which properties the wall shows. */
export default function PropertyFilter() {
  const { t } = useTranslation();
  const me = useMe();
  const [ids, setIds] = usePropertyFilter();
  const flip = (id: string) =>
    setIds(ids.includes(id) ? ids.filter((other) => other !== id) : [...ids, id]);
  const shown = me.properties.filter(({ id }) => ids.includes(id));
  return (
    <Menu
      trigger={
        <button type="button" className={buttonClass('secondary', 'md')}>
          <ListFilter size={14} strokeWidth={1.5} aria-hidden />
          <span className="one-line max-w-40">
            {shown.length === 0
              ? t('wall.allProperties')
              : shown.map(({ name }) => name).join(', ')}
          </span>
        </button>
      }
    >
      <DropdownMenu.CheckboxItem
        className={menuRow}
        checked={ids.length === 0}
        onCheckedChange={() => setIds([])}
      >
        <Tick on={ids.length === 0} />
        {t('wall.allProperties')}
      </DropdownMenu.CheckboxItem>
      <DropdownMenu.Separator className="my-1 h-px bg-line" />
      {me.properties.map((property) => (
        <DropdownMenu.CheckboxItem
          key={property.id}
          className={menuRow}
          checked={ids.includes(property.id)}
          onCheckedChange={() => flip(property.id)}
          onSelect={(event) => event.preventDefault()}
        >
          <Tick on={ids.includes(property.id)} />
          <PropertyTag property={property} />
          {property.name}
        </DropdownMenu.CheckboxItem>
      ))}
    </Menu>
  );
}

function Tick({ on }: { on: boolean }) {
  return <span className="w-3.5 text-accent">{on ? '✓' : ''}</span>;
}
