// @vitest-environment jsdom
import { cleanup, fireEvent, render, screen } from '@testing-library/react';
import { afterEach, beforeAll, describe, expect, it } from 'vitest';
import { startI18n } from '@/i18n';
import { TopBar } from './TopBar';

beforeAll(startI18n);
afterEach(cleanup);

const quiet = (
  <TopBar name="noAlerts" tone="plain">
    Alerts are off.
  </TopBar>
);
const grave = (
  <TopBar name="deserted" tone="danger" role="alert">
    Nobody can be reached.
  </TopBar>
);

describe('the bar at the top', () => {
  it('names the gravest, whatever came first, and how many more there are', () => {
    const { rerender } = render(quiet);
    expect(screen.queryByRole('button')).toBeNull();
    screen.getByText('Alerts are off.');
    rerender(
      <>
        {quiet}
        {grave}
      </>,
    );
    expect(screen.getByRole('alert').textContent).toContain('Nobody can be reached.');
    expect(screen.queryByText('Alerts are off.')).toBeNull();

    fireEvent.click(screen.getByRole('button', { name: '1 more', expanded: false }));
    screen.getByText('Alerts are off.');
    fireEvent.click(screen.getByRole('button', { name: 'Fewer', expanded: true }));
    expect(screen.queryByText('Alerts are off.')).toBeNull();
  });

  it('names the next once the gravest is mended', () => {
    const { rerender } = render(
      <>
        {quiet}
        {grave}
      </>,
    );
    rerender(quiet);
    screen.getByText('Alerts are off.');
    expect(screen.queryByRole('button')).toBeNull();
  });
});
