import { useNavigate } from '@tanstack/react-router';
import { Keyboard, LogOut, TextQuote, UserRound } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { mayUse } from '@/lib/abilities';
import { Avatar } from '@/ui/Bits';
import { Menu, MenuItem } from '@/ui/Menu';
import { layers } from './layers';
import { signOut, useMe } from './session';

export function AccountMenu() {
  const me = useMe();
  const { t } = useTranslation();
  return (
    <Menu
      side="right"
      align="end"
      trigger={
        <button
          type="button"
          aria-label={t('account.menu', { name: me.name })}
          title={me.name}
          className="flex h-10 items-center gap-2 rounded-control text-ink2 hover:bg-sunken max-xl:w-10 max-xl:justify-center xl:px-1.5"
        >
          <Avatar name={me.name} size={26} />
          <span className="one-line font-medium text-ui max-xl:hidden">{me.name}</span>
        </button>
      }
    >
      <AccountItems />
    </Menu>
  );
}

export function AccountItems() {
  const me = useMe();
  const navigate = useNavigate();
  const { t } = useTranslation();
  return (
    <>
      <MenuItem
        icon={<UserRound size={16} strokeWidth={1.5} />}
        onSelect={() => void navigate({ to: '/profile' })}
      >
        {t('account.profile')}
      </MenuItem>
      {mayUse(me, 'chats') && (
        <MenuItem
          icon={<TextQuote size={16} strokeWidth={1.5} />}
          onSelect={() => void navigate({ to: '/shortcuts' })}
        >
          {t('account.shortcuts')}
        </MenuItem>
      )}
      <MenuItem
        icon={<Keyboard size={16} strokeWidth={1.5} />}
        hint="?"
        onSelect={() => layers.set('sheet')}
      >
        {t('account.keyboard')}
      </MenuItem>
      <MenuItem icon={<LogOut size={16} strokeWidth={1.5} />} onSelect={() => void signOut()}>
        {t('account.signOut')}
      </MenuItem>
    </>
  );
}
