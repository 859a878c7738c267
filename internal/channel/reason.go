package channel

// Reasons are the stable names of why something was not sent; screens word them. They fall in groups by what helps:
// waiting, the guest, the writer, the admin.
const (
	// Waiting helps, and Deskbell does that by itself.
	ReasonUnavailable  = "channel_unavailable"  // its service is down or slow
	ReasonNoAnswer     = "no_answer"            // it may have arrived
	ReasonSentAnyway   = "sent_anyway"          // an error came back although it was sent
	ReasonMaintenance  = "maintenance"          // the number is being moved or looked after
	ReasonRateLimited  = "rate_limited"         // too much from this account
	ReasonPairLimited  = "pair_limited"         // too much to this guest
	ReasonUnclear      = "unclear"              // an error that names no cause
	ReasonMarketingCap = "marketing_limited"    // the guest got enough advertising today
	ReasonMediaFetch   = "media_fetch"          // the channel could not process the file in time
	ReasonAutomation   = "automation_is_active" // the channel's own questions and answers run in the thread

	// It lies with the guest, and nobody here can help.
	ReasonUnreachable  = "guest_unreachable"   // blocked us, left, or cannot receive
	ReasonUnknownGuest = "guest_unknown"       // no such person
	ReasonNotOnChannel = "not_on_whatsapp"     // no WhatsApp, too old a version, terms not accepted
	ReasonOptedOut     = "opted_out"           // of advertising
	ReasonBlockedByUs  = "guest_blocked_by_us" // this account has blocked the guest
	ReasonBothersome   = "tagging_bothers"     // the guest gets too many late messages
	ReasonOwnNumber    = "own_number"          // sender and recipient are the same
	ReasonNotTester    = "not_a_tester"        // an unpublished app reaches its testers only
	ReasonExperiment   = "experiment"          // the channel withholds it from a part of the guests
	ReasonDeleted      = "message_deleted"     // what it is about is gone

	// The writer can do something else.
	ReasonWindow          = "window_closed"
	ReasonThread          = "thread_elsewhere"
	ReasonRoutingOff      = "routing_off" // a thread can be asked for only where conversation routing is on
	ReasonTagRefused      = "late_not_allowed"
	ReasonTooLong         = "too_long"
	ReasonInvalid         = "invalid_message"
	ReasonUnsupported     = "unsupported_message"
	ReasonMediaRefused    = "media_refused"
	ReasonMediaTooBig     = "media_too_big"
	ReasonMediaGone       = "media_gone"
	ReasonTemplateMissing = "template_missing"
	ReasonTemplateFilled  = "template_values" // number or form of the variables
	ReasonTemplatePaused  = "template_paused"
	ReasonTemplateOff     = "template_disabled"
	ReasonTemplateInvalid = "template_invalid"
	ReasonTemplateLimited = "template_limited"
	ReasonMarketingOff    = "marketing_off"

	// An admin has to do something.
	ReasonToken         = "token_expired"
	ReasonTokenOfOther  = "token_of_other_app"
	ReasonPermission    = "permission_missing"
	ReasonOtherAccount  = "other_account" // the token is another account's
	ReasonGone          = "account_gone"
	ReasonNotRegistered = "number_not_registered"
	ReasonRestricted    = "account_restricted"
	ReasonBarred        = "account_barred"
	ReasonSpam          = "spam_flagged"
	ReasonCountry       = "country_restricted"
	ReasonPayment       = "payment_missing"
	ReasonDisplayName   = "display_name_refused"
	ReasonLink          = "account_link_broken" // no Page linked, or a second factor is asked for
	ReasonAccessOff     = "message_access_off"  // the owner turned tools' access to messages off
	ReasonNotEligible   = "account_not_eligible"
	ReasonTerms         = "terms_not_accepted"
	ReasonPIN           = "pin_wrong"
	ReasonHistory       = "history_not_available" // past chats are handed over once, within a day of connecting
)
