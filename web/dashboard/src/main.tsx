import './styles/index.css';
import { QueryClientProvider } from '@tanstack/react-query';
import { RouterProvider } from '@tanstack/react-router';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { keys } from '@/api/keys';
import { whenSignedOut } from './api/client';
import { queries } from './app/queries';
import { router } from './app/router';
import { startI18n } from './i18n';

// A session that ended elsewhere: forget who was signed in, and the sign-in shows in place of the page.
whenSignedOut(() => queries.setQueryData(keys.me, null));

const root = document.getElementById('root');
if (!root) throw new Error('index.html has no #root');

void startI18n().then(() => {
  createRoot(root).render(
    <StrictMode>
      <QueryClientProvider client={queries}>
        <RouterProvider router={router} />
      </QueryClientProvider>
    </StrictMode>,
  );
});
