/** The page around the panel, as the views see it. */
export interface Host {
  embedded: boolean;
  open: boolean;
  full: boolean;
  /** Whether the message box should have the focus as soon as it is drawn. */
  eager: boolean;
  close: () => void;
  focus: () => void;
}
