package meta

import (
	"time"

	"deskbell/internal/channel"
)

type verdict struct {
	kind   channel.FailureKind
	reason string
	after  time.Duration
}

type pair struct{ code, sub Int }

var (
	transient  = verdict{kind: channel.FailureTransient, reason: channel.ReasonUnavailable}
	permission = verdict{kind: channel.FailureAccount, reason: channel.ReasonPermission}
	token      = verdict{kind: channel.FailureToken, reason: channel.ReasonToken}
	doubtful   = verdict{kind: channel.FailureDoubtful, reason: channel.ReasonUnclear}
	thread     = verdict{kind: channel.FailureThread, reason: channel.ReasonThread}
)

func throttled(after time.Duration) verdict {
	return verdict{kind: channel.FailureThrottled, reason: channel.ReasonRateLimited, after: after}
}

func refused(reason string) verdict { return verdict{kind: channel.FailureRefused, reason: reason} }
func gone(reason string) verdict    { return verdict{kind: channel.FailureGone, reason: reason} }
func account(reason string) verdict { return verdict{kind: channel.FailureAccount, reason: reason} }
func window() verdict               { return verdict{kind: channel.FailureWindow, reason: channel.ReasonWindow} }

// subs are the errors that only code and subcode together tell.
var subs = map[pair]verdict{
	// The messages were sent, and the error is late.
	{1, 1357046}: {kind: channel.FailureSent, reason: channel.ReasonSentAnyway},
	{1, 99}:      doubtful,
	{2, 2018344}: account(channel.ReasonTerms),

	{10, 2018278}: window(),
	{10, 2534022}: window(),
	{10, 2018065}: window(),
	{10, 2018336}: refused(channel.ReasonInvalid), // "User Thread Impact"; nothing more is said
	{10, 2018108}: gone(channel.ReasonUnreachable),
	{10, 1893063}: account(channel.ReasonRestricted),
	{10, 2534077}: account(channel.ReasonLink),

	{100, 33}:      refused(channel.ReasonInvalid),
	{100, 2018001}: gone(channel.ReasonUnknownGuest),
	{100, 2534014}: gone(channel.ReasonUnknownGuest),
	// What Meta cannot fetch or make of a file may be better a minute later, once.
	{100, 2018008}: {kind: channel.FailureDoubtful, reason: channel.ReasonMediaFetch},
	{100, 2018294}: {kind: channel.FailureDoubtful, reason: channel.ReasonMediaFetch},
	{100, 2018014}: refused(channel.ReasonInvalid),
	{100, 2018047}: refused(channel.ReasonMediaRefused),
	{100, 2018074}: refused(channel.ReasonMediaGone),
	{100, 2018109}: refused(channel.ReasonMediaTooBig),
	{100, 2018164}: refused(channel.ReasonInvalid),
	{100, 2534013}: account(channel.ReasonLink),
	{100, 2534015}: refused(channel.ReasonMediaRefused),
	{100, 2534025}: refused(channel.ReasonInvalid),
	// The account is barred by policy; no guest has blocked it.
	{100, 2534029}: account(channel.ReasonBarred),
	{100, 2534037}: thread,
	{100, 1893061}: refused(channel.ReasonTagRefused),

	{200, 2018028}: permission,
	{200, 1545041}: gone(channel.ReasonUnreachable),
	{200, 2534041}: account(channel.ReasonAccessOff),
	{551, 1545041}: gone(channel.ReasonUnreachable),

	// Going on with late messages to this person is what would have the account restricted.
	{613, 2018338}: refused(channel.ReasonBothersome),
	{613, 2534040}: throttled(time.Minute),
}

// worded are meanings of a code that has several, for answers without a subcode.
var worded = []struct {
	code  Int
	holds string
	verdict
}{
	{10, "another app is controlling this thread", thread},
	{10, "outside of allowed window", window()},
	{10, "outside the allowed window", window()},
	{100, "human_agent", refused(channel.ReasonTagRefused)},
	{100, "appsecret_proof", verdict{kind: channel.FailureToken, reason: channel.ReasonTokenOfOther}},
	{190, "appsecret_proof", verdict{kind: channel.FailureToken, reason: channel.ReasonTokenOfOther}},
}

// ofSub are the subcodes that mean the same under whichever code they come.
var ofSub = map[Int]verdict{
	2018300: thread,
	2018321: {kind: channel.FailureThread, reason: channel.ReasonAutomation, after: 5 * time.Minute},
	2018278: window(),
	2534022: window(),
	1545041: gone(channel.ReasonUnreachable),
}

// codes are what a code means by itself on every product.
var codes = map[Int]verdict{
	1:       doubtful,
	2:       transient,
	3:       permission,
	4:       throttled(time.Minute),
	10:      permission,
	17:      throttled(time.Minute),
	27:      refused(channel.ReasonRoutingOff),
	32:      throttled(time.Minute),
	33:      refused(channel.ReasonInvalid),
	100:     refused(channel.ReasonInvalid),
	102:     token,
	190:     token,
	368:     account(channel.ReasonRestricted),
	551:     gone(channel.ReasonUnreachable),
	613:     throttled(time.Minute),
	36103:   account(channel.ReasonNotEligible),
	80007:   throttled(10 * time.Minute), // calls an hour
	2018218: gone(channel.ReasonUnknownGuest),
	2018247: permission,
	2018300: thread,
	2018321: {kind: channel.FailureThread, reason: channel.ReasonAutomation, after: 5 * time.Minute},
	9000001: refused(channel.ReasonDeleted),
}

// whatsApp are the codes that only WhatsApp has, and those that mean something else there. Their titles change, and
// subcodes are no longer given.
var whatsApp = map[Int]verdict{
	0:  token,
	10: permission,
	33: account(channel.ReasonGone),

	// A pause of 4^n seconds helps against the limit per person; others are not touched by it.
	131056: {kind: channel.FailurePair, reason: channel.ReasonPairLimited, after: 4 * time.Second},
	130429: throttled(5 * time.Second),
	133016: throttled(time.Hour),
	131048: account(channel.ReasonSpam),
	131064: account(channel.ReasonSpam),

	131000: transient,
	131016: transient,
	131057: {kind: channel.FailureTransient, reason: channel.ReasonMaintenance, after: 3 * time.Minute},
	133004: transient,

	131047: window(),

	131021: gone(channel.ReasonOwnNumber),
	131026: gone(channel.ReasonNotOnChannel),
	131030: gone(channel.ReasonNotTester),
	130403: gone(channel.ReasonBlockedByUs),
	131050: gone(channel.ReasonOptedOut),
	131049: refused(channel.ReasonMarketingCap),
	130472: refused(channel.ReasonExperiment),

	131005: permission,
	131008: refused(channel.ReasonInvalid),
	131009: refused(channel.ReasonInvalid),
	131051: refused(channel.ReasonUnsupported),
	131060: refused(channel.ReasonUnsupported),
	135000: refused(channel.ReasonInvalid),
	131062: refused(channel.ReasonInvalid),

	131052: refused(channel.ReasonMediaGone),
	131053: refused(channel.ReasonMediaRefused),

	131055: refused(channel.ReasonMarketingOff),
	131063: refused(channel.ReasonMarketingOff),
	134100: refused(channel.ReasonMarketingOff),
	134101: refused(channel.ReasonMarketingOff),
	134102: refused(channel.ReasonMarketingOff),

	132000: refused(channel.ReasonTemplateFilled),
	132001: refused(channel.ReasonTemplateMissing),
	132005: refused(channel.ReasonTooLong),
	132007: refused(channel.ReasonTemplateInvalid),
	132012: refused(channel.ReasonTemplateFilled),
	132015: refused(channel.ReasonTemplatePaused),
	132016: refused(channel.ReasonTemplateOff),
	132018: refused(channel.ReasonTemplateFilled),
	132068: refused(channel.ReasonTemplateOff),
	132069: refused(channel.ReasonTemplateLimited),

	131031: account(channel.ReasonRestricted),
	131037: account(channel.ReasonDisplayName),
	131042: account(channel.ReasonPayment),
	131045: account(channel.ReasonNotRegistered),
	133010: account(channel.ReasonNotRegistered),
	133005: account(channel.ReasonPIN),
	133008: account(channel.ReasonPIN),
	133009: account(channel.ReasonPIN),
	134011: account(channel.ReasonTerms),
	130497: account(channel.ReasonCountry),

	2593107: refused(channel.ReasonHistory),
	2593108: refused(channel.ReasonHistory),
}
