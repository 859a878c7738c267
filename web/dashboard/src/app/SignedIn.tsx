import { useQuery } from '@tanstack/react-query';
import { Navigate, useLocation } from '@tanstack/react-router';
import { useEffect } from 'react';
import { api } from '@/api/endpoints';
import { SignIn } from '@/features/auth/SignIn';
import { setLocale } from '@/i18n';
import { ErrorCard } from '@/ui/Bits';
import { Shell } from './Shell';
import { applyLook, MeContext, meQuery } from './session';

/** The frame for somebody who is signed in; for anybody else the sign-in, at the same address. */
export function SignedIn() {
  const { data: me, error, refetch, isPending } = useQuery(meQuery);
  const preferences = me?.preferences;
  useEffect(() => {
    if (!me || !preferences) return;
    applyLook(me);
    if (preferences.locale) void setLocale(preferences.locale);
  }, [me, preferences]);
  useEffect(() => {
    if (!me) return;
    const media = matchMedia('(prefers-color-scheme: dark)');
    const follow = () => applyLook(me);
    media.addEventListener('change', follow);
    return () => media.removeEventListener('change', follow);
  }, [me]);
  if (isPending) return <div className="h-full bg-bg" aria-busy />;
  if (error && !me) {
    return (
      <main className="mx-auto flex h-full max-w-md items-center">
        <ErrorCard error={error} onRetry={() => refetch()} />
      </main>
    );
  }
  if (!me) return <Entrance />;
  return (
    <MeContext value={me}>
      <Shell />
    </MeContext>
  );
}

/** Nobody is signed in: an installation without people starts with its set-up. */
function Entrance() {
  const here = useLocation({ select: ({ pathname }) => pathname });
  const { data } = useQuery({ queryKey: ['setup'], queryFn: api.setupNeeded, retry: false });
  if (data?.needed && here === '/') return <Navigate to="/setup" search={{}} replace />;
  return <SignIn />;
}
