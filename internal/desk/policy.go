package desk

// Action is something a signed-in person asks to do, as the policy names it.
type Action string

// The actions.
const (
	ActConverse         Action = "converse"  // watch, take control, reply, note, resolve
	ActTakeOver         Action = "take_over" // from a colleague who is there; from one who is gone everybody may
	ActEditKnowledge    Action = "edit_knowledge"
	ActViewKnowledge    Action = "view_knowledge"
	ActPostNotice       Action = "post_notice"   // a notice of the day: whoever is at the desk knows first that the pool is closed
	ActViewBookings     Action = "view_bookings" // who has booked, and links for them
	ActEditBookings     Action = "edit_bookings"
	ActEditSettings     Action = "edit_settings"
	ActEditLiveChat     Action = "edit_live_chat"
	ActManageTeam       Action = "manage_team"
	ActViewReports      Action = "view_reports" // whoever decides when live chat is offered sees what came of it; no agent is named
	ActShareShortcuts   Action = "share_shortcuts"
	ActCreateProperties Action = "create_properties"
	ActOperate          Action = "operate"
)

var allowed = map[Role]map[Action]bool{
	RoleAgent:            {ActConverse: true, ActViewBookings: true, ActViewKnowledge: true, ActPostNotice: true, ActShareShortcuts: true},
	RoleKnowledgeManager: {ActViewKnowledge: true, ActPostNotice: true, ActEditKnowledge: true, ActEditLiveChat: true, ActShareShortcuts: true, ActViewReports: true},
	RoleAdmin: {ActConverse: true, ActViewBookings: true, ActEditBookings: true, ActTakeOver: true, ActViewKnowledge: true, ActPostNotice: true, ActEditKnowledge: true, ActEditSettings: true,
		ActEditLiveChat: true, ActManageTeam: true, ActShareShortcuts: true, ActViewReports: true},
	RoleOperator: {ActConverse: true, ActViewBookings: true, ActEditBookings: true, ActTakeOver: true, ActViewKnowledge: true, ActPostNotice: true, ActEditKnowledge: true, ActEditSettings: true,
		ActEditLiveChat: true, ActManageTeam: true, ActShareShortcuts: true, ActViewReports: true, ActCreateProperties: true, ActOperate: true},
}

// Actions are all that the policy knows.
func Actions() []Action {
	return []Action{ActConverse, ActTakeOver, ActEditKnowledge, ActViewKnowledge, ActPostNotice, ActViewBookings, ActEditBookings, ActEditSettings, ActEditLiveChat,
		ActManageTeam, ActShareShortcuts, ActViewReports, ActCreateProperties, ActOperate}
}

// Allow is the one policy: it answers whether the person may do the action at the property. A property that the
// person does not see is ErrNotFound, so that ids tell nothing; an action beyond the role is CodeForbidden.
// For actions of the whole installation propertyID is "". Anything unknown is refused.
func Allow(p Person, act Action, propertyID string) error {
	if !p.Active {
		return Refuse(CodeUnauthorized, "This sign-in is no longer active.")
	}
	if propertyID != "" && !p.Sees(propertyID) {
		return ErrNotFound
	}
	if !allowed[p.Role][act] {
		return Refuse(CodeForbidden, "Your role does not allow this. Ask an Admin of the property.")
	}
	return nil
}
