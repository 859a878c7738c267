import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import '../../dashboard/src/styles/tokens.css';
import './page.css';
import './phones.css';
import './panels.css';
import { App } from './App';

const dark = matchMedia('(prefers-color-scheme: dark)');
const follow = () => document.documentElement.classList.toggle('dark', dark.matches);
dark.addEventListener('change', follow);
follow();

const root = document.getElementById('root');
if (!root) throw new Error('the page has no root');
createRoot(root).render(
  <StrictMode>
    <App />
  </StrictMode>,
);
