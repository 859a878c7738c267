package mail

import "deskbell/internal/store"

// Poison makes sending panic for the mails that fn panics for.
func (p *Post) Poison(fn func(store.Mail)) { p.poison = fn }
