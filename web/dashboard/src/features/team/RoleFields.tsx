import { useTranslation } from 'react-i18next';
import type { Role } from '@/api/types';
import { useMe } from '@/app/session';
import { PropertyTag } from '@/ui/Bits';
import { Select } from '@/ui/Field';

const ROLES: Role[] = ['agent', 'knowledge_manager', 'admin', 'operator'];

interface Props {
  role: Role;
  properties: string[];
  onRole: (role: Role) => void;
  onProperties: (ids: string[]) => void;
  disabled?: boolean;
}

/** A role, what it allows in one line, and the properties it is for. */
export function RoleFields({ role, properties, onRole, onProperties, disabled }: Props) {
  const { t } = useTranslation();
  const me = useMe();
  // Nobody hands out more than they have.
  const offered = ROLES.filter(
    (item) => item !== 'operator' || me.role === 'operator' || role === item,
  );
  const flip = (id: string) =>
    onProperties(
      properties.includes(id) ? properties.filter((other) => other !== id) : [...properties, id],
    );
  return (
    <>
      <Select
        label={t('team.role')}
        hint={t(`roleHint.${role}`)}
        value={role}
        disabled={disabled}
        onChange={(event) => onRole(event.target.value as Role)}
      >
        {offered.map((item) => (
          <option key={item} value={item}>
            {t(`role.${item}`)}
          </option>
        ))}
      </Select>
      {role !== 'operator' && (
        <fieldset disabled={disabled}>
          <legend className="mb-1 font-medium text-ink2 text-label">{t('team.properties')}</legend>
          <div className="flex flex-col gap-1">
            {me.properties.map((property) => (
              <label key={property.id} className="flex min-h-8 items-center gap-2 text-ui">
                <input
                  type="checkbox"
                  className="size-4 accent-fill"
                  checked={properties.includes(property.id)}
                  onChange={() => flip(property.id)}
                />
                <PropertyTag property={property} />
                {property.name}
              </label>
            ))}
          </div>
        </fieldset>
      )}
    </>
  );
}
