package desk

// Topic is what a conversation is about, in one word: a heading of the knowledge catalogue.
type Topic string

// The topics. The zero value is none of them, or not known.
const (
	TopicArrival  Topic = "arrival" // and departure
	TopicRooms    Topic = "rooms"
	TopicFood     Topic = "food"
	TopicLeisure  Topic = "leisure"
	TopicFamilies Topic = "families"
	TopicWay      Topic = "way" // how to get here, and where to park
	TopicServices Topic = "services"
	TopicMoney    Topic = "money"
	TopicRules    Topic = "rules" // of the house
)

// Topics are all of them, in the order of the catalogue.
var Topics = []Topic{TopicArrival, TopicRooms, TopicFood, TopicLeisure, TopicFamilies, TopicWay, TopicServices, TopicMoney, TopicRules}

// Speaks notes what the guest speaks of now. What is about nothing that is known changes nothing: "and on Sunday?" is
// still about what was asked before.
func (f *Facts) Speaks(of Topic) {
	if of != "" {
		f.Topic = of
	}
}
