/** The panel's few icons: 20 px, one stroke, the colour of the text beside them. */
const paths = {
  send: 'M4 10.500 16.500 4 13 16.500l-3-5z',
  close: 'm5.500 5.500 9 9m0-9-9 9',
  down: 'm5 8 5 5 5-5',
  clip: 'm8.500 11.500 4-4a1.800 1.800 0 0 0-2.500-2.500l-5 5a3.500 3.500 0 0 0 5 5l4.500-4.500',
  list: 'M4 6h12M4 10h12M4 14h7',
  back: 'M12.500 5 7.500 10l5 5',
  person:
    'M10 9.500a3 3 0 1 0 0-6 3 3 0 0 0 0 6zM4 16.500c.6-3 2.900-4.500 6-4.500s5.400 1.500 6 4.500',
  phone:
    'M5 4h2.500l1.200 3.200-1.600 1.300a9 9 0 0 0 4.400 4.400l1.300-1.600L16 12.500V15a1.500 1.500 0 0 1-1.600 1.500A11 11 0 0 1 3.500 5.600 1.500 1.500 0 0 1 5 4z',
  file: 'M6 3h5l3.500 3.500V17H6zM11 3v3.500h3.500',
  mail: 'M3.500 5.500h13v9h-13zm0 .5 6.500 5 6.500-5',
  clock: 'M10 16.500a6.500 6.500 0 1 0 0-13 6.500 6.500 0 0 0 0 13zM10 6.500V10l2.300 1.500',
  check: 'm4.500 10.500 3.500 3.500 7.500-8',
  checks: 'm1.500 10.500 3.500 3.500 7-8m-3.500 7 1 1 8-8.500',
  copy: 'M7 7h9v9H7zM4 13V4h9',
  bang: 'M10 5v6m0 3.500v.1',
};

/** Decoration only: what it means is said in words beside it. */
export const Icon = ({ name }: { name: keyof typeof paths }) => (
  <svg class={`i i-${name}`} viewBox="0 0 20 20" aria-hidden="true">
    <path d={paths[name]} />
  </svg>
);
