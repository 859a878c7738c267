package staff

import (
	"context"
	"strings"

	"deskbell/internal/auth"
	"deskbell/internal/desk"
	"deskbell/internal/store"
)

// A logo has routes of its own, so that a settings form that was opened before cannot bring an older one back.
func (a *API) logoRoutes() {
	const tag, path = "Properties", "/properties/{id}/logo"
	add(a, route{method: "POST", path: path, name: "put-logo", tag: tag, upload: true, summary: "Give a property its logo"},
		func(ctx context.Context, v auth.Visit, in *IDPath) (*body[Settings], error) {
			// Asked before the form is read: nobody else's picture is worth decoding.
			if err := a.read(ctx, func(tx store.Tx) error { _, err := editable(tx, v.Person, in.ID); return err }); err != nil {
				return nil, err
			}
			r := requestOf(ctx)
			file, err := a.cfg.Files.ReceiveLogo(r.w, r.Request)
			if err != nil {
				return nil, err
			}
			return a.setLogo(ctx, v.Person, in.ID, file)
		})
	a.takesForm(path, "JPEG, PNG, GIF or WebP; at most 10 MiB and 40 megapixels. It is kept no larger than widgets show it.")
	add(a, route{method: "DELETE", path: path, name: "drop-logo", tag: tag, summary: "Take a property's logo away"},
		func(ctx context.Context, v auth.Visit, in *IDPath) (*body[Settings], error) {
			return a.setLogo(ctx, v.Person, in.ID, desk.File{})
		})
}

// setLogo makes a stored picture the property's logo; the zero File leaves it without one.
func (a *API) setLogo(ctx context.Context, p desk.Person, id string, file desk.File) (*body[Settings], error) {
	err := a.write(ctx, func(tx store.Tx) error {
		pr, err := editable(tx, p, id)
		if err != nil {
			return err
		}
		line := store.AuditLine{At: tx.Now(), PersonID: p.ID, PropertyID: id, Action: "logo_changed", Subject: id}
		if file.Key == "" {
			line.Action = "logo_removed"
		} else if err := tx.PutFile(store.StoredFile{File: file, PersonID: p.ID, PropertyID: id, CreatedAt: tx.Now()}); err != nil {
			return err
		}
		pr.Settings.Look.LogoKey, pr.UpdatedAt = file.Key, tx.Now()
		if err := tx.UpdateProperty(pr); err != nil {
			return err
		}
		return tx.Audit(line)
	})
	if err != nil {
		return nil, err
	}
	a.cfg.PropertyChanged(id)
	a.cfg.Live.Settings(id)
	s, err := a.settings(ctx, p, id)
	return answer(s), err
}

// editable is a property whose settings the person may change.
func editable(tx store.Tx, p desk.Person, id string) (desk.Property, error) {
	if err := desk.Allow(p, desk.ActEditSettings, id); err != nil {
		return desk.Property{}, err
	}
	return tx.Property(id)
}

// takesForm tells the paths whose body is a form with a file.
func takesForm(path string) bool {
	path = strings.TrimSuffix(path, "/")
	return strings.HasSuffix(path, "/sources/document") || path == Prefix+"/files" || strings.HasPrefix(path, Prefix+"/properties/") && (strings.HasSuffix(path, "/logo") || strings.HasSuffix(path, "/imports") || strings.HasSuffix(path, "/bookings/import"))
}
