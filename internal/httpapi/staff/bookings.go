package staff

import (
	"context"
	"encoding/json"
	"errors"
	"io"
	"net/http"
	"net/url"

	"deskbell/internal/auth"
	"deskbell/internal/booking"
	"deskbell/internal/desk"
	"deskbell/internal/store"
	"deskbell/internal/wire"
)

// Booking is one stay that was booked.
type Booking struct {
	Key       string `json:"key" doc:"The number in small letters and digits: how the paths name it. Read only."`
	Number    string `json:"number"`
	Surname   string `json:"surname"`
	Arrival   string `json:"arrival" format:"date"`
	Departure string `json:"departure" format:"date"`
	Email     string `json:"email,omitempty"`
	Phone     string `json:"phone,omitempty"`
	Room      string `json:"room,omitempty"`
	Persons   int    `json:"persons,omitempty"`
	Cancelled bool   `json:"cancelled"`
	UpdatedAt string `json:"updated_at" format:"date-time" doc:"Read only."`
}

// BookingWish is a booking as it is to be kept.
type BookingWish struct {
	Number    string `json:"number,omitempty" maxLength:"240" doc:"As the guest was told it. Left out it is the path's."`
	Surname   string `json:"surname" maxLength:"480"`
	Arrival   string `json:"arrival" maxLength:"10" doc:"2026-12-31"`
	Departure string `json:"departure" maxLength:"10" doc:"2027-01-02"`
	Email     string `json:"email,omitempty" maxLength:"254"`
	Phone     string `json:"phone,omitempty" maxLength:"240"`
	Room      string `json:"room,omitempty" maxLength:"240"`
	Persons   int    `json:"persons,omitempty"`
	Cancelled bool   `json:"cancelled,omitempty"`
}

// BookingPage is a page of the list.
type BookingPage struct {
	Bookings []Booking `json:"bookings"`
	Cursor   string    `json:"cursor,omitempty" doc:"Of the next page; absent on the last."`
}

// BookingImport is what came of a file.
type BookingImport struct {
	Taken      bool              `json:"taken" doc:"False where rows are broken and the rest was not asked for: nothing was taken in."`
	Rows       int               `json:"rows" doc:"Bookings that can be read."`
	Added      int               `json:"added"`
	Changed    int               `json:"changed"`
	Same       int               `json:"same"`
	BrokenRows int               `json:"broken_rows"`
	Broken     []store.BrokenRow `json:"broken" doc:"The first 200 of them."`
}

// BookingLink is a link that proves a booking to whoever has it.
type BookingLink struct {
	URL     string `json:"url" doc:"The property's own chat page."`
	Token   string `json:"token" doc:"For the property's website: ?booking=TOKEN on a page with the chat."`
	Expires string `json:"expires" format:"date-time"`
}

// BookingSettings say how long bookings are kept, whether links can be signed, and where the property's own system brings
// bookings.
type BookingSettings struct {
	KeepDays  int    `json:"keep_days" doc:"For how many days after the departure a booking is kept."`
	HasSecret bool   `json:"has_secret" doc:"Links can be signed. Read only."`
	PushURL   string `json:"push_url" doc:"Where the property's own system brings bookings (docs/bookings.md). Read only."`
	CanPush   bool   `json:"can_push" doc:"There is a secret that signs what it brings. Read only."`
	Version   string `json:"version" doc:"What was read. Sent back with a change it is refused (409, reason settings_changed, by and ms) where somebody has changed these settings since."`
}

// BookingSecret is shown once.
type BookingSecret struct {
	Secret string `json:"secret" doc:"Signs links, or what the property's own system brings (docs/bookings.md). It is shown this once; what the one before it signed counts no more."`
}

const bookingSettingsChanged = "booking_settings_changed"

// BookingPath is the path of one of a property's bookings.
type BookingPath struct {
	IDPath
	Booking string `path:"booking" maxLength:"240" doc:"Its key, or its number."`
}

func (a *API) bookingRoutes() {
	const tag, path = "Bookings", "/properties/{id}/bookings"
	add(a, route{method: "GET", path: path, name: "list-bookings", tag: tag, summary: "Who has booked, by day of arrival"},
		func(ctx context.Context, v auth.Visit, in *struct {
			IDPath
			Query  string `query:"q" maxLength:"200" doc:"The beginning of a number or of a surname."`
			Past   bool   `query:"past" doc:"Those who have departed, too."`
			Cursor string `query:"cursor" maxLength:"300"`
			Limit  int    `query:"limit" minimum:"0" maximum:"200"`
		}) (*body[BookingPage], error) {
			list, cursor, err := a.cfg.Bookings.List(ctx, v.Person, in.ID, store.BookingFilter{Query: in.Query, Cursor: in.Cursor, Limit: in.Limit}, in.Past)
			out := BookingPage{Bookings: []Booking{}, Cursor: cursor}
			for _, b := range list {
				out.Bookings = append(out.Bookings, bookingOf(b))
			}
			return answer(out), err
		})
	add(a, route{method: "POST", path: path + "/import", name: "import-bookings", tag: tag, upload: true, summary: "Take bookings in from a file, each by its number"}, a.importBookings)
	a.takesForm(path+"/import", "CSV or JSON, at most 16 MB. A table's first row names its columns: number, surname, arrival and departure at least.")
	add(a, route{method: "PUT", path: path + "/{booking}", name: "put-booking", tag: tag, summary: "Keep a booking, or what changed of it"},
		func(ctx context.Context, v auth.Visit, in *struct {
			BookingPath
			Body BookingWish
		}) (*body[Booking], error) {
			w := in.Body
			if w.Number == "" {
				w.Number = in.Booking
			}
			b := desk.Booking{PropertyID: in.ID, Number: w.Number, Surname: storable(w.Surname), Arrival: w.Arrival, Departure: w.Departure, Email: w.Email,
				Phone: storable(w.Phone), Room: storable(w.Room), Persons: w.Persons, Cancelled: w.Cancelled}
			b.Number = storable(b.Number)
			if b.Key() != desk.BookingKey(in.Booking) {
				// Whoever may not know that there is such a property is not told of its numbers.
				if err := desk.Allow(v.Person, desk.ActEditBookings, in.ID); err != nil {
					return nil, err
				}
				return nil, desk.Wrong([]desk.FieldError{{Location: "body.number", Message: "The path names another booking."}})
			}
			b, err := a.cfg.Bookings.Put(ctx, v.Person, b)
			return answer(bookingOf(b)), err
		})
	add(a, route{method: "DELETE", path: path + "/{booking}", name: "cancel-booking", tag: tag, summary: "Say that a booking does not stand any more: what it proved ends", status: http.StatusOK},
		func(ctx context.Context, v auth.Visit, in *BookingPath) (*body[Booking], error) {
			b, err := a.cfg.Bookings.Cancel(ctx, v.Person, in.ID, in.Booking)
			return answer(bookingOf(b)), err
		})
	add(a, route{method: "POST", path: path + "/{booking}/link", name: "make-booking-link", tag: tag, summary: "Make a link that proves a booking to whoever has it, for a day", also: []int{http.StatusConflict}},
		func(ctx context.Context, v auth.Visit, in *BookingPath) (*body[BookingLink], error) {
			token, pr, expires, err := a.cfg.Bookings.Link(ctx, v.Person, in.ID, in.Booking)
			return answer(BookingLink{URL: a.cfg.BaseURL + "/chat/" + url.PathEscape(pr.Key) + "#booking=" + token, Token: token, Expires: wire.Time(expires)}), err
		})
	const settings = "/properties/{id}/booking-settings"
	add(a, route{method: "GET", path: settings, name: "get-booking-settings", tag: tag, summary: "How long bookings are kept, and whether links can be signed"},
		func(ctx context.Context, v auth.Visit, in *IDPath) (*body[BookingSettings], error) {
			out, err := a.bookingSettings(ctx, v.Person, in.ID)
			return answer(out), err
		})
	add(a, route{method: "PUT", path: settings, name: "put-booking-settings", tag: tag, also: []int{http.StatusConflict}, summary: "Set how long bookings are kept"}, a.putBookingSettings)
	for _, secret := range []struct {
		path, name, summary string
		make                func(context.Context, desk.Person, string) (string, error)
	}{
		{"/booking-secret", "make-booking-secret", "Make the secret that signs links to bookings; the one before it ends", a.cfg.Bookings.NewSecret},
		{"/booking-push-secret", "make-booking-push-secret", "Make the secret with which the property's own system signs the bookings it brings; the one before it ends", a.cfg.Bookings.NewPushSecret},
	} {
		add(a, route{method: "POST", path: "/properties/{id}" + secret.path, name: secret.name, tag: tag, summary: secret.summary},
			func(ctx context.Context, v auth.Visit, in *IDPath) (*body[BookingSecret], error) {
				plain, err := secret.make(ctx, v.Person, in.ID)
				if err != nil {
					return nil, err
				}
				a.cfg.PropertyChanged(in.ID)
				a.cfg.Live.Settings(in.ID)
				return answer(BookingSecret{plain}), nil
			})
	}
}

func bookingOf(b desk.Booking) Booking {
	return Booking{Key: b.Key(), Number: b.Number, Surname: b.Surname, Arrival: b.Arrival, Departure: b.Departure, Email: b.Email, Phone: b.Phone,
		Room: b.Room, Persons: b.Persons, Cancelled: b.Cancelled, UpdatedAt: wire.Time(b.UpdatedAt)}
}

// importBookings takes the form as a stream, after it is known that the person may.
func (a *API) importBookings(ctx context.Context, v auth.Visit, in *struct {
	IDPath
	Rest bool `query:"rest" doc:"Where rows are broken, take in the others."`
}) (*body[BookingImport], error) {
	if err := a.read(ctx, func(tx store.Tx) error { return allowAt(tx, v.Person, desk.ActEditBookings, in.ID) }); err != nil {
		return nil, err
	}
	_, file, err := fileOf(requestOf(ctx), booking.MaxFile)
	if err != nil {
		return nil, err
	}
	r, err := a.cfg.Bookings.Import(ctx, v.Person, in.ID, file, in.Rest)
	if err != nil {
		return nil, err
	}
	out := BookingImport{Taken: r.Taken, Rows: r.Rows, Added: r.Added, Changed: r.Changed, Same: r.Same, BrokenRows: r.BrokenRows, Broken: list(r.Broken)}
	return answer(out), nil
}

// fileOf is the field file of a form, and what it is called.
func fileOf(r request, most int64) (name string, file []byte, err error) {
	lost := func(err error) error {
		var large *http.MaxBytesError
		if errors.As(err, &large) {
			return desk.Refuse(desk.CodeTooLarge, "The file is larger than %d MB.", most>>20)
		}
		return desk.Refuse(desk.CodeInvalid, "The upload broke off. Please try again.")
	}
	r.Body = http.MaxBytesReader(r.w, r.Body, most+1<<20)
	form, err := r.MultipartReader()
	if err != nil {
		return "", nil, desk.Refuse(desk.CodeInvalid, "Send the file as multipart/form-data, in the field file.")
	}
	for {
		part, err := form.NextPart()
		if errors.Is(err, io.EOF) {
			return "", nil, desk.Refuse(desk.CodeInvalid, "There is no field file in the form.")
		}
		if err != nil {
			return "", nil, lost(err)
		}
		if part.FormName() != "file" {
			continue
		}
		file, err := io.ReadAll(io.LimitReader(part, most+1))
		if err != nil {
			return "", nil, lost(err)
		}
		return part.FileName(), file, nil
	}
}

func (a *API) bookingSettings(ctx context.Context, p desk.Person, id string) (BookingSettings, error) {
	var out BookingSettings
	err := a.read(ctx, func(tx store.Tx) error {
		if err := desk.Allow(p, desk.ActViewBookings, id); err != nil {
			return err
		}
		pr, err := tx.Property(id)
		s := pr.Settings.Bookings
		out = BookingSettings{KeepDays: s.Keeps(), HasSecret: len(s.Sealed) > 0, PushURL: a.cfg.BaseURL + "/hooks/bookings/" + id, CanPush: len(s.PushSealed) > 0,
			Version: versionOf(s.Keeps())}
		return err
	})
	return out, err
}

func (a *API) putBookingSettings(ctx context.Context, v auth.Visit, in *struct {
	IDPath
	Body struct {
		_        struct{} `additionalProperties:"true"`
		KeepDays int      `json:"keep_days" minimum:"3" maximum:"400"`
		Version  string   `json:"version,omitempty" maxLength:"100" doc:"Of the settings that the change was made from. Without one the last to save wins."`
	}
}) (*body[BookingSettings], error) {
	err := a.write(ctx, func(tx store.Tx) error {
		if err := desk.Allow(v.Person, desk.ActEditSettings, in.ID); err != nil {
			return err
		}
		pr, err := tx.Property(in.ID)
		if err != nil {
			return err
		}
		now := pr.Settings.Bookings.Keeps()
		if err := unchanged(tx, in.ID, in.Body.Version, versionOf(now), func(l store.AuditLine) bool { return l.Action == bookingSettingsChanged }); err != nil {
			return err
		}
		if now == in.Body.KeepDays {
			return nil
		}
		pr.Settings.Bookings.KeepDays, pr.UpdatedAt = in.Body.KeepDays, tx.Now()
		if err := tx.UpdateProperty(pr); err != nil {
			return err
		}
		detail, _ := json.Marshal(map[string]any{"keep_days": in.Body.KeepDays}) // a number always encodes
		return tx.Audit(store.AuditLine{At: tx.Now(), PersonID: v.Person.ID, PropertyID: pr.ID, Action: bookingSettingsChanged, Subject: pr.ID, Detail: string(detail)})
	})
	if err != nil {
		return nil, err
	}
	a.cfg.PropertyChanged(in.ID)
	a.cfg.Live.Settings(in.ID)
	out, err := a.bookingSettings(ctx, v.Person, in.ID)
	return answer(out), err
}
